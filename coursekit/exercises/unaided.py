"""Questions asked once more: on fresh numbers, and with all help held back until the summary.

A check still says whether an answer is right, and its record still holds what the answer looks
like. The learner is told that, and is given hints, once they have asked for the summary.
"""

from dataclasses import fields, replace
from functools import cache

from coursekit.exercises import feedback
from coursekit.exercises.choices import Choice, Words
from coursekit.exercises.course import LESSONS
from coursekit.exercises.exercise import Exercise
from coursekit.exercises.feedback import NOT_ATTEMPTED, NOT_YET, NOTED, RIGHT, RIGHT_GIVEN
from coursekit.exercises.variants import say

CLOSED = "It opens with `review.summary()`. Until then you are on your own."
# outcome → what is said of it while help is held back; the others have nothing to hold back
HELD_BACK = {
    RIGHT: "",
    RIGHT_GIVEN: "",
    NOT_YET: "",
    NOTED: "A model answer opens with `review.summary()`.",
}
AT_ONCE = "right"  # what the summary says of a question that needs no second look
TABLE = (
    "| question | outcome | it looks like | it rests on | read again |",
    "|---|---|---|---|---|",
)
SLIPS_TOLD = 2  # of each question


class Unaided(Exercise):
    """What is different in a question that is asked unaided, whatever its kind.

    sealed: whether help is still held back.
    tries: the outcomes of all answers that were handed in while it was.
    mended: whether the question has been answered rightly since.
    """

    def hint(self):
        """Show the next hint, once the summary has been asked for."""
        if self.sealed:
            feedback.show_text("Hint", CLOSED)
        else:
            super().hint()

    def solution(self):
        """Show the worked solution, once the summary has been asked for."""
        worked = CLOSED if self.sealed else say(self.answer_worked, self._x)
        feedback.show_text("Solution", worked)

    def how_it_went(self):
        """Say in a few words what became of the question."""
        names = [outcome.name for outcome in self.tries]
        if RIGHT in names:
            count = 1 + names.index(RIGHT)
            return AT_ONCE if count == 1 else f"right at try {count}"
        if NOTED in names:
            return "noted: compare with the solution"
        told = "not yet" if names else "left blank"
        told = "right, given the answer before" if RIGHT_GIVEN in names else told
        return f"{told}; right since" if self.mended else told

    def looked_like(self):
        """Name the slips that the answers looked like, the newest first."""
        slips = dict.fromkeys(o.slip for o in reversed(self.tries) if o.slip)
        told = list(slips)[:SLIPS_TOLD]
        if isinstance(self, Choice):  # its slips are the options that were chosen
            told = [f"“{option}”" for option in told]
        return "; ".join(told)

    def renew(self):
        """Take the next numbers, or the next order of the options, and close help again."""
        self._start(self._number + 1)

    def _start(self, number):
        super()._start(number)
        self.sealed, self.tries, self.mended = True, [], False

    def _judge_safely(self, answer):
        outcome = super()._judge_safely(answer)
        if self.sealed and outcome.name != NOT_ATTEMPTED:
            self.tries.append(outcome)
        self.mended |= not self.sealed and outcome.name == RIGHT
        return outcome

    def _aloud(self, outcome):
        if self.sealed and outcome.name in HELD_BACK:
            return replace(outcome, text=HELD_BACK[outcome.name])
        return outcome

    def _help(self):
        return [] if self.sealed else super()._help()


@cache
def _unaided(kind):
    return type(f"Unaided{kind.__name__}", (Unaided, kind), {"__doc__": kind.__doc__})


def again(original, rests_on, section, *, after=None):
    """Return a lesson's question as the review asks it, on numbers of its own.

    rests_on: the formula, or the sentence, that one has to know for it.
    section: the heading in the lesson's notebook under which that stands.
    after: the review's own question that it follows, where the lesson's follows another.
    """
    known = {field.name: getattr(original, field.name) for field in fields(original) if field.init}
    new = {"id": f"review.{original.id.split('.')[1]}", "after": after}
    if original.draw:
        new["opening"] = None  # so that the first numbers, too, are drawn
    if isinstance(original, Words):
        points = "\n".join(f"- {point}" for point in original.checklist)
        new["answer_worked"] = f"{original.model}\n\nDoes yours say this?\n\n{points}"
    question = _unaided(type(original))(**known | new)
    question.original, question.rests_on, question.section = original, rests_on, section
    return question


def summarise(asked):
    """Show what became of these questions and where to read again, and open all help.

    While nothing is answered there is nothing to show, and nothing opens.
    """
    if not any(question.tries for question in asked):
        nothing = "Nothing is answered yet, so there is nothing to sum up, and help stays closed."
        feedback.show_text("Your review", nothing)
        return
    for question in asked:
        question.sealed = False
    went = {question: question.how_it_went() for question in asked}
    at_once = [question.title for question, told in went.items() if told == AT_ONCE]
    rows = [_row(question, told) for question, told in went.items() if told != AT_ONCE]
    feedback.show_text(
        "Your review",
        _counted(list(went.values())),
        "\n".join([*TABLE, *rows]) if rows else "",
        f"Right at the first try: {'; '.join(at_once)}." if at_once else "",
        "Help is open now: `review.NAME.hint()` and `review.NAME.solution()`, with a name from the "
        "table. A check says again what a wrong answer looks like. "
        "`review.another()` draws fresh numbers for everything, and closes help again.",
    )


def _counted(told):
    at_once = told.count(AT_ONCE)
    right = at_once + sum(text.startswith("right at try") for text in told)
    parts = [f"{right} of {len(told)} questions right, {at_once} of them at the first try"]
    for words in ("noted", "left blank"):
        if count := sum(text.startswith(words) for text in told):
            parts.append(f"{count} {words}")
    return "; ".join(parts) + "."


def _row(question, told):
    cells = (
        f"{question.title}, `{question.id.split('.')[1]}`",
        told,
        question.looked_like(),
        question.rests_on,
        link_to(question),
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def home_of(question):
    """Return the notebook and the title of the lesson that a question comes from."""
    room = question.original.id.split(".")[0]
    return next((name, title) for name, (home, title) in LESSONS.items() if home == room)


def link_to(question):
    """Return a Markdown link to the section that explains a question."""
    notebook, title = home_of(question)
    anchor = question.section.replace(" ", "-")
    return f"[{title}: {question.section}]({notebook}.ipynb#{anchor})"
