"""A check's record, judged anew: its answer is data, and what it claims of the outcome is ignored.

No function of a learner's is run here. What it returned where its notebook was run stands in the
record; one that is only saved is still to be run.
"""

import json
from dataclasses import dataclass

from coursekit.classroom.notebook import questions_by_id
from coursekit.questions.function import Function, noted
from coursekit.questions.outcome import EXPLAINED, NOT_ATTEMPTED, Outcome
from coursekit.questions.reading import Unreadable, read
from coursekit.questions.recipe import VERSION
from coursekit.questions.session import CARDS, NAME
from coursekit.questions.value import Value

HIGHEST_VARIANT = 100_000
LONGEST = 3000  # characters of an answer that are kept for a teacher to read
SAVED, RUN = "saved", "run"
TO_RUN = "run to be judged"  # of a function: neither right nor wrong


@dataclass(frozen=True)
class Answer:
    """An answer to a question, and what has become of it.

    learner, variant, version: whose numbers, which, and how they were drawn.
    attempt: as the learner's own kernel counted. outcome, text, slip: as judged anew.
    shown: the answer as text. claimed: the outcome that the record states.
    cell: where it stands, from 0. found: SAVED in the notebook, or come up when it was RUN.
    helped: whether help was open, of a question that is to be answered without.
    """

    question: str
    learner: str | None
    variant: int
    version: int
    attempt: int
    outcome: str
    text: str
    slip: str | None
    shown: str
    claimed: str
    cell: int
    found: str = SAVED
    helped: bool = False

    @property
    def attempted(self):
        """Whether there is an answer at all."""
        return self.outcome != NOT_ATTEMPTED


class Foreign(Exception):
    """The record is none that the kit wrote; the message says why."""


def judged(record, cell, found=SAVED):
    """Return a record's Answer. Raises Foreign.

    cell: its place in the notebook.
    """
    id = record.get("exercise")
    question = questions_by_id().get(id) if isinstance(id, str) else None
    if question is None:
        raise Foreign(f"a record of a question that is not in the course, in cell {cell + 1}")
    learner, variant = record.get("learner"), record.get("variant")
    if learner is not None and not (isinstance(learner, str) and NAME.fullmatch(learner)):
        raise Foreign(f"{id}: a record of a learner whose name is none")
    if not _is_number(variant, 0, HIGHEST_VARIANT):
        raise Foreign(f"{id}: a record of a variant that there is not")
    version = record.get("numbers", 1)  # those of before had no mark
    if not _is_number(version, 1, VERSION):
        raise Foreign(f"{id}: a record of numbers that this course does not know")
    attempt, claimed = record.get("attempt"), record.get("outcome")
    claimed = claimed if isinstance(claimed, str) and claimed in CARDS else ""
    try:  # data of any shape may come here, and others wait for their grade
        outcome = _outcome(question, record, (learner, variant), version, claimed, found)
        shown = _shown(record.get("answer"))
    except Exception as error:
        told = f"This answer cannot be read ({type(error).__name__})."
        outcome, shown = Outcome(EXPLAINED, told), ""
    return Answer(
        question=id,
        learner=learner,
        variant=variant,
        version=version,
        attempt=attempt if _is_number(attempt, 0, 10**6) else 0,
        outcome=outcome.name,
        text=outcome.text,
        slip=outcome.slip,
        shown=shown,
        claimed=claimed,
        cell=cell,
        found=found,
        helped=record.get("help") == "open",
    )


def _is_number(value, least, most):
    return type(value) is int and least <= value <= most


def _outcome(question, record, whose, version, claimed, found):
    data, results = record.get("answer"), record.get("results")
    if isinstance(question, Function):
        if found == RUN and isinstance(results, list):
            return question.judge(noted(results), *whose, version=version)
        if found == SAVED and (data is not None or claimed not in (NOT_ATTEMPTED, "")):
            return Outcome(TO_RUN, "A function is judged where its notebook is run.")
        data = None
    if data is None:
        if claimed == EXPLAINED:
            return Outcome(EXPLAINED, "What was handed in was no answer that could be read.")
        return Outcome(NOT_ATTEMPTED, question.invitation)
    return question.judge(data, *whose, _earlier(question, record), version)


def _earlier(question, record):
    """Return the learner's answer to the question before, as far as it is numbers."""
    earlier = record.get("earlier")
    if earlier is None or not isinstance(question.after, Value):
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
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"
