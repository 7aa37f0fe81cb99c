"""Questions with a few answers to choose from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar

from coursekit.questions.draw import Draw
from coursekit.questions.outcome import NOT_YET, RIGHT, Outcome
from coursekit.questions.question import Question
from coursekit.questions.reading import Unreadable, read_text

LETTERS = "ABCDEFGHIJKLMNOP"


@dataclass(frozen=True)
class Option:
    """One answer to choose: its text, and what is said to whoever chooses it."""

    text: str
    says: str
    right: bool = False


Row = Option | tuple[str, str] | tuple[str, str, bool]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Choice(Question):
    """One right answer among several.

    options: rows (text, says) and for the right one (text, says, True), or a function of the
        numbers that returns them.
    shuffled: whether they are shown in a drawn order; False where they have an order of their own.
    """

    options: tuple[Row, ...] | Callable[[Any], Iterable[Row]]
    shuffled: bool = True

    invitation: ClassVar[str] = "Choose a letter."

    def lettered(self, learner: str | None = None, number: int = 0) -> dict[str, Option]:
        """Return letter → Option as this variant shows them."""
        options = self._options(self.numbers(learner, number))
        if self.shuffled:
            options = Draw(self.id, "order", learner, number).shuffled(options)
        return dict(zip(LETTERS, options, strict=False))

    def answer(self, x: SimpleNamespace) -> str:
        """Return the text of the right option for these numbers."""
        return next(option.text for option in self._options(x) if option.right)

    def as_data(self, answer: Any) -> str:
        """Return the letter."""
        return read_text(answer).strip(" .()").upper()[:1]

    def how_to_answer(self, learner: str | None = None, number: int = 0) -> str:
        """List the options and say how one is chosen."""
        shown = self.lettered(learner, number).items()
        listed = "\n".join(f"- **{letter}** {option.text}" for letter, option in shown)
        return f'{listed}\n\nPress a button, or write `{self.id}.check("A")` in a cell.'

    def controls(self, press: Callable[[Any], None], learner: str | None, number: int) -> Any:
        """Return a row of buttons, one a letter."""
        from coursekit.questions.buttons import letters

        shown = self.lettered(learner, number).items()
        return letters({letter: option.text for letter, option in shown}, press)

    def examine(
        self, answer: Any, x: SimpleNamespace, number: int, learner: str | None, earlier: Any
    ) -> Outcome:
        """Judge a letter, capital or small."""
        options = self.lettered(learner, number)
        letter = self.as_data(answer)
        if letter not in options:
            raise Unreadable(f"Answer with a letter in quotes, {min(options)} to {max(options)}.")
        option = options[letter]
        name = RIGHT if option.right else NOT_YET
        return Outcome(name, option.says, None if option.right else option.text)

    def _options(self, x: SimpleNamespace) -> list[Option]:
        rows = self.options(x) if callable(self.options) else self.options
        return [row if isinstance(row, Option) else Option(*row) for row in rows]
