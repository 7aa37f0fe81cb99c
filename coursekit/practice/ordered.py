"""A function whose lines lie about: a way into writing one, for people who never did.

Putting the lines in order teaches as much as writing them, in up to half the time (Ericson 2017).
Among the lines are some that are real slips; each says why it cannot stand there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar

from coursekit.questions.choice import LETTERS
from coursekit.questions.draw import Draw
from coursekit.questions.outcome import EXPLAINED, NOT_YET, RIGHT, Outcome
from coursekit.questions.question import Question
from coursekit.questions.reading import Unreadable, read_text
from coursekit.questions.writing import say


@dataclass(frozen=True)
class Line:
    """A line of a function.

    code: with its indent. says: what is told where it cannot stand. needs: the places, from 0 in a
    right order, of the lines that come before it; None of a line that is wrong everywhere.
    """

    code: str
    says: str
    needs: tuple[int, ...] | None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Ordered(Question):
    """Lines to put in order, of which some are to be left out; it is practice, and not graded.

    rows: the lines of a right function in a right order, each (code, what is told where it stands
        too early) and, unless it needs all lines before it, the places of those it needs.
    slips: the lines that are wrong, each (code, what says why).
    """

    rows: tuple[tuple[Any, ...], ...]
    slips: tuple[tuple[str, str], ...]

    graded: ClassVar[bool] = False
    invitation: ClassVar[str] = "Choose the lines in their order."

    @property
    def lines(self) -> list[Line]:
        """The right lines in a right order, then the wrong ones."""
        right = [
            Line(code, says, needs[0] if needs else tuple(range(place)))
            for place, (code, says, *needs) in enumerate(self.rows)
        ]
        return right + [Line(code, says, None) for code, says in self.slips]

    def lettered(self, learner: str | None = None, number: int = 0) -> dict[str, Line]:
        """Return letter → line, in a drawn order."""
        lines = Draw(self.id, "order", learner, number).shuffled(self.lines)
        return dict(zip(LETTERS, lines, strict=False))

    def answer(self, x: SimpleNamespace) -> str:
        """Return the function."""
        return "\n".join(line.code for line in self.lines if line.needs is not None)

    def as_data(self, answer: Any) -> str:
        """Return the letters, in their order."""
        return "".join(filter(str.isalpha, read_text(answer).upper()))

    def how_to_answer(self, learner: str | None = None, number: int = 0) -> str:
        """List the lines and say how they are put in order."""
        shown = self.lettered(learner, number).items()
        listed = "\n".join(f"{letter}   {line.code}" for letter, line in shown)
        some = f"{len(self.slips)} of them do not belong there."
        press = f'Choose them in their order, or write `{self.id}.check("AB…")` in a cell.'
        return f"```python\n{listed}\n```\n\n{some} {press}"

    def controls(self, press: Callable[[Any], None], learner: str | None, number: int) -> Any:
        """Return a button for each line, and what has been put in order so far."""
        from coursekit.practice.line_buttons import lines

        shown = self.lettered(learner, number).items()
        return lines({letter: line.code for letter, line in shown}, press)

    def examine(
        self, answer: Any, x: SimpleNamespace, number: int, learner: str | None, earlier: Any
    ) -> Outcome:
        """Name the first line that cannot stand where it is."""
        shown, letters = self.lettered(learner, number), self.as_data(answer)
        if not letters:
            raise Unreadable(self.invitation)
        places = {line: place for place, line in enumerate(self.lines)}
        stand: set[int] = set()
        for number_of, letter in enumerate(letters, start=1):
            if letter not in shown:
                raise Unreadable(f"There is no line {letter}; the last one is {max(shown)}.")
            line = shown[letter]
            if places[line] in stand:
                raise Unreadable(f"Line {letter} stands there twice.")
            if line.needs is None or not stand.issuperset(line.needs):
                told = f"Line {number_of}, `{line.code.strip()}`, cannot stand there: {line.says}"
                return Outcome(NOT_YET, told, line.code.strip())
            stand.add(places[line])
        if left := len(self.rows) - len(stand):
            more = "one line is" if left == 1 else f"{left} lines are"
            return Outcome(EXPLAINED, f"Right so far; {more} still missing.")
        return Outcome(RIGHT, say(self.well_done, x))
