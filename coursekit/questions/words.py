"""Questions to answer in one's own words."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar

from coursekit.questions.outcome import NOTED, Outcome
from coursekit.questions.question import Question
from coursekit.questions.reading import NotAttempted, Unreadable, read_text
from coursekit.questions.writing import Text

FEWEST_WORDS = 3


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Words(Question):
    """A question for the learner's own words, then a model answer and a list to compare with.

    model: an answer as a teacher would give it.
    checklist: what a good answer says.
    """

    model: str
    checklist: tuple[str, ...]
    answer_worked: Text = "Compare with the model answer above."

    invitation: ClassVar[str] = "Write a sentence first; the model answer opens then."

    def answer(self, x: SimpleNamespace) -> str:
        """Return the model answer."""
        return self.model

    def as_data(self, answer: Any) -> str:
        """Return the text."""
        return read_text(answer)

    def how_to_answer(self, learner: str | None = None, number: int = 0) -> str:
        """Say how the answer is handed in."""
        return f'Write below, or `{self.id}.check("…")` in a cell. A model answer opens then.'

    def controls(self, press: Callable[[Any], None], learner: str | None, number: int) -> Any:
        """Return a box to write in and a button."""
        from coursekit.questions.buttons import paper

        return paper(self.title, press)

    def examine(
        self, answer: Any, x: SimpleNamespace, number: int, learner: str | None, earlier: Any
    ) -> Outcome:
        """Take note of a sentence; its worth is for the learner and the teacher to judge."""
        count = len(read_text(answer).split())
        if count == 0:
            raise NotAttempted(self.invitation)
        if count < FEWEST_WORDS:
            raise Unreadable("Make it a sentence of your own; the model answer opens then.")
        compare = "\n".join(f"☐ {point}" for point in self.checklist)
        return Outcome(NOTED, f"One good answer: {self.model}\nDoes yours say this?\n{compare}")
