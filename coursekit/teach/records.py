"""A check's record, judged anew: its answer is data, and what it claims of the outcome is ignored.

A learner's function is not run here: it is tried in a process of its own, see `trying`.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache

from coursekit.exercises.answers import Unreadable, read
from coursekit.exercises.course import LESSONS, NAME, questions
from coursekit.exercises.feedback import EXPLAINED, LOOKS, NOT_ATTEMPTED, Outcome
from coursekit.exercises.functions import Function
from coursekit.exercises.values import Value

HIGHEST_VARIANT = 100_000
LONGEST = 3000  # characters of an answer that are kept for a teacher to read
SAVED, RUN = "saved", "run"


@dataclass(frozen=True)
class Answer:
    """An answer to a question, and what has become of it.

    learner, variant: whose numbers, and which. attempt: as the learner's own kernel counted.
    outcome, text, slip: as judged anew. shown: the answer as text. key: what tells answers apart.
    claimed: the outcome that the record states. cell: where it stands, from 0.
    found: whether it was saved in the notebook or came up when the notebook was run.
    """

    exercise: str
    learner: str | None
    variant: int
    attempt: int
    outcome: str
    text: str
    slip: str | None
    shown: str
    key: str
    claimed: str
    cell: int
    found: str = SAVED

    as_data = asdict

    @property
    def attempted(self):
        """Whether there is an answer at all."""
        return self.outcome != NOT_ATTEMPTED


class Foreign(Exception):
    """The record is none that the kit wrote; the message says why."""


@cache
def exercises():
    """Return id → exercise of the whole course, in the order in which they are asked."""
    rooms = [room for room, _ in LESSONS.values()]
    return {exercise.id: exercise for room in rooms for exercise in questions(room)}


def judged(record, cell, trial, found=SAVED):
    """Return a record's Answer. Raises Foreign.

    cell: its place in the notebook. trial: makes a function of cases from a function's source.
    """
    exercise = exercises().get(record.get("exercise")) if _is_text(record, "exercise") else None
    if exercise is None:
        raise Foreign(f"a record of a question that is not in the course, in cell {cell + 1}")
    learner, variant = record.get("learner"), record.get("variant")
    if learner is not None and not (isinstance(learner, str) and NAME.fullmatch(learner)):
        raise Foreign(f"{exercise.id}: a record of a learner whose name is none")
    if type(variant) is not int or not 0 <= variant <= HIGHEST_VARIANT:
        raise Foreign(f"{exercise.id}: a record of a variant that there is not")
    data = record.get("answer")
    outcome = _outcome(exercise, data, learner, variant, record, trial)
    attempt, claimed = record.get("attempt"), record.get("outcome")
    return Answer(
        exercise=exercise.id,
        learner=learner,
        variant=variant,
        attempt=attempt if type(attempt) is int and 0 <= attempt < 10**6 else 0,
        outcome=outcome.name,
        text=outcome.text,
        slip=outcome.slip,
        shown=_shown(data),
        key=hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest(),
        claimed=claimed if isinstance(claimed, str) and claimed in LOOKS else "",
        cell=cell,
        found=found,
    )


def _is_text(record, name):
    return isinstance(record.get(name), str)


def _outcome(exercise, data, learner, variant, record, trial):
    if data is None:
        if record.get("outcome") == EXPLAINED:
            return Outcome(EXPLAINED, "What was handed in was no answer that could be read.")
        return Outcome(NOT_ATTEMPTED, exercise.invitation)
    if isinstance(exercise, Function):
        if not isinstance(data, str):
            return Outcome(EXPLAINED, "The record holds no function.")
        data = trial(data)
    try:
        return exercise.judge(data, learner, variant, _earlier(exercise, record))
    except Exception as error:  # data of any shape may come here, and others wait for their grade
        return Outcome(EXPLAINED, f"This answer cannot be read ({type(error).__name__}).")


def _earlier(exercise, record):
    """Return the learner's answer to the question before, as far as it is numbers."""
    earlier = record.get("earlier")
    if earlier is None or not isinstance(exercise.after, Value):
        return None
    try:
        return read(earlier).tolist()
    except Unreadable:
        return None


def _shown(data):
    """Return an answer as text to read, not too long."""
    if data is None:
        return ""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"
