"""The course's questions asked once more: on fresh numbers, and with all help held back.

A check still says whether an answer is right, and its record still holds what the answer looks
like. The learner is told that, and is given hints, once they have asked for the summary.
"""

from dataclasses import dataclass, replace

from coursekit.lessons import LESSONS, asked
from coursekit.page.cards import show_text
from coursekit.questions.choice import Choice
from coursekit.questions.outcome import NOTED, RIGHT, RIGHT_GIVEN
from coursekit.questions.question import Question
from coursekit.questions.session import current
from coursekit.questions.words import Words

HELP_OPENS = "review.summary()"
AT_ONCE = "right"  # what the summary says of a question that needs no second look
TABLE = (
    "| question | outcome | it looks like | it rests on | read again |",
    "|---|---|---|---|---|",
)
SLIPS_TOLD = 2  # of each question


@dataclass(frozen=True)
class Again:
    """A lesson's question as the review asks it.

    rests_on: the formula, or the sentence, that one has to know for it.
    section: the heading in the lesson's notebook under which that stands.
    """

    question: Question
    original: Question
    rests_on: str
    section: str


def again(*rows):
    """Return lessons' questions as the review asks them, on numbers of its own.

    rows: the question, what it rests on, the section, and, where it follows another, the name of
    the review's own question before it.
    """
    asked = {}
    for original, rests_on, section, *before in rows:
        changed = {"after": asked[before[0]].question if before else None}
        if original.draw:
            changed["opening"] = None  # so that the first numbers, too, are drawn
        if isinstance(original, Words):
            points = "\n".join(f"- {point}" for point in original.checklist)
            changed["answer_worked"] = f"{original.model}\n\nDoes yours say this?\n\n{points}"
        question = replace(original, id=f"review.{original.name}", help_opens=HELP_OPENS, **changed)
        asked[original.name] = Again(question, original, rests_on, section)
    return tuple(asked.values())


def renew(asked):
    """Take the next numbers, or the next order of the options, and close help again."""
    for each in asked:
        current.turn_to(each.question, current.of(each.question).number + 1)


def how_it_went(question):
    """Say in a few words what became of a question while help was held back."""
    standing = current.of(question)
    names = [outcome.name for outcome in standing.tries]
    if RIGHT in names:
        count = 1 + names.index(RIGHT)
        return AT_ONCE if count == 1 else f"right at try {count}"
    if NOTED in names:
        return "noted: compare with the solution"
    told = "not yet" if names else "left blank"
    told = "right, given the answer before" if RIGHT_GIVEN in names else told
    return f"{told}; right since" if standing.mended else told


def looked_like(question):
    """Name the slips that the answers looked like, the newest first."""
    slips = dict.fromkeys(o.slip for o in reversed(current.of(question).tries) if o.slip)
    told = list(slips)[:SLIPS_TOLD]
    if isinstance(question, Choice):  # its slips are the options that were chosen
        told = [f"“{option}”" for option in told]
    return "; ".join(told)


def summarise(asked):
    """Show what became of these questions and where to read again, and open all help.

    While nothing is answered there is nothing to show, and nothing opens.
    """
    if not any(current.of(each.question).tries for each in asked):
        nothing = "Nothing is answered yet, so there is nothing to sum up, and help stays closed."
        show_text("Your review", nothing)
        return
    for each in asked:
        current.of(each.question).sealed = False
    went = [(each, how_it_went(each.question)) for each in asked]
    at_once = [each.question.title for each, told in went if told == AT_ONCE]
    rows = [_row(each, told) for each, told in went if told != AT_ONCE]
    show_text(
        "Your review",
        _counted([told for _, told in went]),
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


def _row(each, told):
    cells = (
        f"{each.question.title}, `{each.question.name}`",
        told,
        looked_like(each.question),
        each.rests_on,
        link_to(each),
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def link_to(each):
    """Return a Markdown link to the section that explains a question."""
    notebook = next(name for name in LESSONS if each.original in asked(name))
    title = LESSONS[notebook][1]
    return f"[{title}: {each.section}]({notebook}.ipynb#{each.section.replace(' ', '-')})"
