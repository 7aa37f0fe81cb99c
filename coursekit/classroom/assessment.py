"""What a notebook's answers are worth: the saved ones and, if it was run, those that came up then.

A question that is right in any record is right, as in the learner's own progress. A function is
judged by what it returned when the notebook was run. What is noticed is told in remarks; a remark
alone takes no point away.
"""

from dataclasses import dataclass, field

from coursekit.classroom.notebook import questions_by_id
from coursekit.classroom.records import RUN, TO_RUN, Foreign, judged
from coursekit.questions.choice import Choice
from coursekit.questions.outcome import EXPLAINED, NOT_ATTEMPTED, NOT_YET, NOTED, RIGHT, RIGHT_GIVEN

RANK = (NOT_ATTEMPTED, EXPLAINED, NOT_YET, TO_RUN, NOTED, RIGHT_GIVEN, RIGHT)


@dataclass
class Assessment:
    """The answers of one notebook.

    remarks: what a teacher should know. to_run: whether running it would tell more.
    lessons: the lessons that it asks or answers questions of. sittings: the records of the
    questions before and after the course.
    """

    answers: list = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    to_run: bool = False
    lessons: tuple[str, ...] = ()
    sittings: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class Ran:
    """What running a notebook brought up: (cell, record) pairs, and what kept cells from ending.

    stopped: cell → the reason. ended: what ended the whole, or "".
    """

    records: tuple = ()
    stopped: dict = field(default_factory=dict)
    ended: str = ""


def assess(notebook, ran=None):
    """Return the Assessment of a parsed notebook.

    ran: what running it brought up, if it was run.
    """
    found = Assessment(remarks=list(notebook.remarks))
    found.sittings = [record for record in notebook.sittings if "sitting" in record]
    saved = _judged_all([(c.index, r) for c in notebook.cells for r in c.records], {}, found)
    for answer in saved:
        if answer.claimed and answer.outcome not in (answer.claimed, TO_RUN):
            found.remarks.append(
                f"{answer.question}: the notebook says “{answer.claimed}”, "
                f"judged anew it is “{answer.outcome}”"
            )
    fresh = _judged_all(ran.records, {"found": RUN}, found) if ran else []
    if ran:
        saved = _compared(saved, fresh, ran, found.remarks)
    found.answers = saved + fresh
    recorded = {answer.question for answer in found.answers}
    missing = (notebook.asked() | notebook.in_markdown) - recorded
    found.to_run = bool(notebook.checked() - recorded) or any(a.outcome == TO_RUN for a in saved)
    _name_missing(notebook, missing, found)
    lessons = {name.split(".")[0] for name in notebook.asked() | recorded}
    found.lessons = tuple(sorted(lessons))
    found.remarks = list(dict.fromkeys(found.remarks))
    return found


def _judged_all(records, how, found):
    answers = []
    for cell, record in records:
        try:
            answers.append(judged(record, cell, **how))
        except Foreign as reason:
            found.remarks.append(str(reason))
    return answers


def _compared(saved, fresh, ran, remarks):
    """Return the saved answers that stand beside those which running brought up; tell of both."""
    if ran.ended:
        remarks.append(f"running it was ended: {ran.ended}")
    for cell, reason in sorted(ran.stopped.items()):
        if not reason.isidentifier():  # any other than an error of Python's or the learner's
            remarks.append(f"cell {cell + 1}, when run: {reason}")
    standing = []
    for answer in saved:
        again = [a for a in fresh if _asks_alike(a, answer) and a.attempted]
        said = {a.claimed or a.outcome for a in saved if _asks_alike(a, answer) and a.attempted}
        if said and again and again[-1].outcome not in said:
            told = f"{answer.question}: saved as “{' and '.join(sorted(said))}”"
            remarks.append(f"{told}, when run “{again[-1].outcome}”")
        if answer.outcome != TO_RUN or not again:
            standing.append(answer)
        if answer.outcome == TO_RUN and not again:
            reason = ran.stopped.get(answer.cell) or ran.ended
            why = f" ({reason})" if reason else ""
            remarks.append(f"{answer.question}: running does not bring it up again{why}")
    return standing


def _asks_alike(*answers):
    return len({(a.question, a.learner, a.variant) for a in answers}) == 1


def _name_missing(notebook, missing, found):
    """Tell which questions the notebook has, and no answer to them that was saved."""
    there = {answer.question for answer in found.answers if answer.attempted}
    in_text = sorted(missing & notebook.in_markdown)
    if in_text:
        found.remarks.append(f"in a cell of text, where nothing is run: {', '.join(in_text)}")
    rest = sorted(missing - notebook.in_markdown)
    if rest:
        found.remarks.append(f"no outcome is saved: {', '.join(rest)}")
    known = questions_by_id()
    chosen = [name for name in known if isinstance(known[name], Choice)]
    unpressed = [n for n in chosen if n in notebook.asked() - missing - there]
    if there and unpressed:
        found.remarks.append(
            f"no choice is saved (one pressed after a reload is not): {', '.join(unpressed)}"
        )


def best(answers):
    """Return the answer that counts of several to one question, or None; and what is undecided.

    The right one, if any is; of wrong ones that of the highest attempt, and of those the lowest in
    the notebook. The counter restarts with each kernel, so that two may have the same.
    """
    if not answers:
        return None, ""
    counting = max(answers, key=lambda a: (RANK.index(a.outcome), a.attempt, a.cell))
    alike = {
        answer.shown
        for answer in answers
        if answer.outcome == counting.outcome == NOT_YET and answer.attempt == counting.attempt
    }
    if len(alike) > 1:
        return counting, f"{counting.question}: of wrong answers the one lower down is shown"
    return counting, ""
