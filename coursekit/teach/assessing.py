"""What a notebook's answers are worth: the saved ones and, if it was run, those that came up then.

The rules, in the order in which they are asked:

1. A record belongs to a cell that asks or checks its question. One whose cell does not, or whose
   cell still holds the three dots, or another answer, is *astray*; so is a function that stands
   nowhere in the notebook. An answer astray counts only if running the notebook brings it up.
2. A notebook is *doubtful* if a record is astray or claims more than it is worth, if a question is
   checked and no record is there, or if the code does what no honest answer needs.
3. If the notebook was run, a saved answer that a cell should have brought up again, and did not,
   does not count. Where the cell could not be run to its end, the saved answer stands.
   Answers given with buttons leave no code, so the saved ones stand.

What is noticed is told in remarks; a remark alone takes no point away.
"""

import ast
from dataclasses import dataclass, field

import numpy as np

from coursekit.exercises.answers import Unreadable, fit, read
from coursekit.exercises.choices import Asked
from coursekit.exercises.feedback import NOT_ATTEMPTED
from coursekit.exercises.functions import Function
from coursekit.exercises.values import Value
from coursekit.teach import code
from coursekit.teach.records import RUN, SAVED, Foreign, exercises, judged


@dataclass
class Assessment:
    """The answers of one notebook.

    answers: those that count. remarks: what a teacher should know. doubtful: whether it should be
    run. rooms: the lessons that it asks or answers questions of.
    """

    answers: list = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    doubtful: bool = False
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ran:
    """What running a notebook brought up: (cell, record) pairs, and what kept cells from ending.

    stopped: cell → the reason. ended: what ended the whole, or "".
    """

    records: tuple = ()
    stopped: dict = field(default_factory=dict)
    ended: str = ""


def assess(notebook, trial, ran=None):
    """Return the Assessment of a parsed notebook.

    trial: takes a function's source and its helpers' sources, see `trying.run_elsewhere`.
    ran: what running it brought up, if it was run.
    """
    trees = [code.tree_of(cell.source) for cell in notebook.cells]
    known = code.imported(trees)
    asked = {
        cell.index: code.checks(cell.source, tree, known)
        for cell, tree in zip(notebook.cells, trees, strict=True)
    }
    found = Assessment(remarks=list(notebook.remarks))

    def with_helpers(source):
        return trial(source, code.helpers(source, trees))

    saved = [(cell.index, record) for cell in notebook.cells for record in cell.records]
    saved = _judged_all(saved, with_helpers, SAVED, found)
    astray = {id(a): why for a in saved if (why := _astray(a, asked[a.cell], notebook))}
    _notice(notebook, trees, known, saved, asked, astray, found)
    if ran is None:
        for answer in saved:
            if id(answer) in astray:
                found.remarks.append(f"{answer.exercise}: {astray[id(answer)]}; it does not count")
            else:
                found.answers.append(answer)
    else:
        fresh = _judged_all(ran.records, with_helpers, RUN, found)
        found.answers = _merged(saved, astray, fresh, asked, ran, found.remarks)
    mentioned = {check.exercise for checks in asked.values() for check in checks}
    rooms = {name.split(".")[0] for name in mentioned | {a.exercise for a in saved}}
    found.rooms = tuple(sorted(rooms))
    found.remarks = list(dict.fromkeys(found.remarks))
    return found


def _judged_all(records, trial, where, found):
    answers = []
    for cell, record in records:
        try:
            answers.append(judged(record, cell, trial, where))
        except Foreign as reason:
            found.remarks.append(str(reason))
            found.doubtful = True
    return answers


# -- what is noticed in the notebook as it is saved --------------------------------------------


def _astray(answer, checks, notebook):
    """Say why a saved answer does not belong where it stands, or return None."""
    if not answer.attempted:
        return None
    own = [check for check in checks if check.exercise == answer.exercise]
    if not own:
        return "the saved answer stands in a cell that does not check it"
    exercise = exercises()[answer.exercise]
    if isinstance(exercise, Function) and answer.shown:
        everything = "\n".join(cell.source for cell in notebook.cells)
        if "".join(answer.shown.removesuffix(" …").split()) not in "".join(everything.split()):
            return "the saved function stands nowhere in the notebook"
    if any(map(_has_buttons, own)):
        return None
    told = [check.answer for check in own if check.how == "check"]
    if all(answer is code.UNTOUCHED for answer in told):
        return "an answer is saved, but its cell holds none"
    if isinstance(exercise, Value) and not any(_same(typed, answer) for typed in told):
        return "the saved answer is not the one in its cell"
    return None


def _same(typed, answer):
    """Whether what a cell hands in may be the saved answer."""
    if typed is code.UNKNOWN:
        return True
    try:
        saved, typed = read(ast.literal_eval(answer.shown)), read(typed)
    except (Unreadable, ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return True  # nothing to compare, for one an answer too long to be shown
    fitted = fit(typed, saved.shape)
    return fitted is not None and bool(np.allclose(fitted, saved, rtol=1e-9, atol=1e-12))


def _notice(notebook, trees, known, saved, asked, astray, found):
    """Add remarks on claims, missing records and suspicious code; see whether it is doubtful."""
    for answer in saved:
        if answer.claimed and answer.claimed != answer.outcome:
            found.remarks.append(
                f"{answer.exercise}: the notebook says “{answer.claimed}”, "
                f"judged anew it is “{answer.outcome}”"
            )
            found.doubtful = True
    for cell in notebook.cells:
        if cell.claims:
            found.remarks.append(f"cell {cell.index + 1} says “Right” without a record")
            found.doubtful = True
    told = code.suspicions(trees, known)
    found.remarks += told
    recorded = {answer.exercise for answer in saved}
    missing = _missing(asked, recorded)
    found.doubtful |= bool(told or astray or missing)
    if missing and not recorded:
        buttons = any(_has_buttons(check) for checks in asked.values() for check in checks)
        lost = ": what was chosen with buttons is lost" if buttons else ""
        found.remarks.append(f"its outputs are cleared{lost}")
    elif missing:
        found.remarks += [f"{name}: checked, but no outcome is saved" for name in missing]


def _has_buttons(check):
    return check.how == "ask" and isinstance(exercises().get(check.exercise), Asked)


def _missing(asked, recorded):
    """Return the questions that have an answer in a cell, and no record anywhere."""
    every = [check for checks in asked.values() for check in checks]
    return sorted(
        {
            check.exercise
            for check in every
            if check.exercise in exercises()
            and check.how == "check"
            and check.answer is not code.UNTOUCHED
        }
        - recorded
    )


# -- what running it adds ----------------------------------------------------------------------


def _merged(saved, astray, fresh, asked, ran, remarks):
    """Return the answers that count of a notebook that was run."""
    counting = []
    if ran.ended:
        remarks.append(f"running it was ended: {ran.ended}")
    for cell, reason in sorted(ran.stopped.items()):
        if not reason.isidentifier():  # any other than an error of Python's or the learner's
            remarks.append(f"cell {cell + 1}, when run: {reason}")
    for answer in saved:
        again = [a for a in fresh if a.exercise == answer.exercise and a.attempted]
        reason = astray.get(id(answer))
        if reason and not any(a.key == answer.key for a in again):
            remarks.append(f"{answer.exercise}: {reason}; it does not count")
        elif again or not answer.attempted or _by_button(answer, asked):
            counting.append(answer)
        elif stopped := ran.stopped.get(answer.cell) or ran.ended:
            remarks.append(f"{answer.exercise}: running does not bring it up again ({stopped})")
            counting.append(answer)
        else:
            reason = "running its cell gives no answer; it does not count"
            remarks.append(f"{answer.exercise}: {reason}")
    _compare(counting, fresh, remarks)
    return counting + [answer for answer in fresh if answer.attempted]


def _by_button(answer, asked):
    own = [check for check in asked[answer.cell] if check.exercise == answer.exercise]
    return any(map(_has_buttons, own))


def _compare(saved, fresh, remarks):
    """Tell where running gives another outcome than the saved answer has."""
    for new in fresh:
        old = [a for a in saved if _asked_alike(a, new) and a.attempted]
        if new.attempted and old and all(a.outcome != new.outcome for a in old):
            remarks.append(
                f"{new.exercise}: saved “{old[-1].outcome}”, when run “{new.outcome}”; "
                "the latter counts"
            )


def _asked_alike(*answers):
    return len({(a.exercise, a.learner, a.variant) for a in answers}) == 1


RANK = ("right", "right given", "noted", "not yet", "explained", NOT_ATTEMPTED)


def best(answers):
    """Return the answer that counts of several to one question, or None.

    With the same numbers the last one counts that is an answer at all, so that a slip mended is a
    slip no more. Among several sets of numbers the best one counts, so that practice costs nothing.
    """
    last = {}
    for answer in answers:
        key = (answer.learner, answer.variant)
        if key not in last or _weight(answer) >= _weight(last[key]):
            last[key] = answer
    return min(last.values(), key=lambda a: RANK.index(a.outcome), default=None)


def _weight(answer):
    return {NOT_ATTEMPTED: 0, "explained": 1}.get(answer.outcome, 2)
