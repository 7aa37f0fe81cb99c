"""What becomes of an answer."""

from dataclasses import dataclass

RIGHT, RIGHT_GIVEN, NOT_YET = "right", "right given", "not yet"
EXPLAINED, NOT_ATTEMPTED, NOTED = "explained", "not attempted", "noted"


@dataclass(frozen=True)
class Outcome:
    """What became of an answer.

    name: one of the outcomes above; "explained" is an answer of the wrong kind or shape.
    text: what the learner is told, after the outcome's own words.
    slip: the names of the slips that it looks like, if any.
    """

    name: str
    text: str = ""
    slip: str | None = None

    @property
    def counts(self) -> bool:
        """Whether this was an attempt."""
        return self.name not in (EXPLAINED, NOT_ATTEMPTED)
