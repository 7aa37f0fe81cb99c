"""A prediction: what one expects of a picture before it opens, and how sure one is of it.

It gives no mark. Its outcome is computed by the course's own code when guess and outcome are set
side by side, and stands nowhere before that.
"""

import os
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, replace
from typing import Any

from coursekit.page.cards import show_card, show_text
from coursekit.page.typed import number_of
from coursekit.questions import progress
from coursekit.questions.choice import LETTERS
from coursekit.questions.progress import Guess
from coursekit.questions.question import Verb
from coursekit.questions.reading import NotAttempted, Unreadable, read, read_text
from coursekit.questions.returned import GRADING
from coursekit.questions.session import current
from coursekit.questions.writing import write

RECORD = "application/vnd.coursekit.prediction.v1+json"
SURE = {"a guess": 1, "fairly sure": 2, "certain": 3}  # on the buttons
IS, WAS = (
    {1: f"it {verb} a guess", 2: f"you {be} fairly sure", 3: f"you {be} certain"}
    for verb, be in (("is", "are"), ("was", "were"))
)
KEPT, NOT_KEPT = "#3b82c4", "#8a8f98"  # the bars of a guess, and of none


@dataclass(frozen=True, eq=False, repr=False)
class Prediction:
    """Something to predict; its kinds are the subclasses.

    id: "lesson.name", as the notebook calls it.
    picture: "lesson.name" of what answers it.
    text: what is asked.
    outcome: works out what comes; an entry of `options`, by its place, a number or a text.
    tells: regular expressions of what would give the outcome away before it is compared.
    """

    id: str
    picture: str
    text: str
    _: KW_ONLY
    outcome: Callable[[], Any]
    tells: tuple[str, ...]

    # -- what a notebook calls --------------------------------------------------------------

    @Verb
    def predict(self, answer: Any = ..., sure: int = 2) -> None:
        """Ask for a guess and how sure one is of it, or keep the one that is handed in.

        sure: 1 for a guess, 2 for fairly sure, 3 for certain.
        """
        if answer is not ...:
            self._keep(answer, sure, show_card)
            return
        from coursekit.questions.buttons import guess  # whoever asks has loaded widgets
        from coursekit.questions.told import Told

        code = f"`{self.id}.predict({self._example}, sure=2)`"
        how = f"Answer below, or write {code} in a cell: 1 is “a guess”, 3 is “certain”."
        show_text("Before you look", self.text, self.listed(), how)
        options, words = self._entry()

        def keep(answer: Any, sure: int) -> None:
            self._keep(answer, sure, place.show)

        place = Told(guess(options, words, SURE, keep))
        kept = progress.guesses()[0].get(self.id)
        if kept:
            self._show(kept, place.show)
        else:
            invitation = "Answer, and then say how sure you are."
            place.show("No guess yet.", NOT_KEPT, invitation, alert=False, data={})

    @Verb
    def compare(self) -> None:
        """Set one's guess beside what has come."""
        guesses, message = progress.guesses()
        kept = guesses.get(self.id)
        if kept is None:
            told = f"`{self.id}.predict()`, in a cell further up, keeps one. Then run this again."
            show_card("No guess was kept.", NOT_KEPT, told, message, alert=False, data={})
            return
        if GRADING in os.environ:  # it gives no mark, and may take a training to work out
            return
        comes = self.outcome()
        right = self._is_right(kept.guess, comes)
        message = progress.keep(self.id, replace(kept, compared=True, right=right))
        told = self._beside(kept.guess, comes, right)
        show_card("", KEPT, f"{told} {WAS[kept.sure].capitalize()}.", message, alert=True, data={})

    def __repr__(self) -> str:
        return f"A prediction. Write {self.id}.predict() to see it."

    @property
    def name(self) -> str:
        """What a notebook calls it within its lesson."""
        return self.id.rpartition(".")[2]

    # -- what a kind of prediction brings ---------------------------------------------------

    _example = "…"

    def listed(self) -> str:
        """Return what there is to choose."""
        return ""

    def _entry(self) -> tuple[dict[str, str] | None, bool]:
        """Return letter → option where there are any, and whether words are asked for."""
        return None, False

    def _read(self, answer: Any) -> Any:
        """Return a guess as data; raise Unreadable for none."""
        raise NotImplementedError

    def _said(self, guess: Any) -> str:
        """Return a guess, or an outcome, as a sentence has it."""
        return f"“{guess}”"

    def _is_right(self, guess: Any, comes: Any) -> bool | None:
        """Say whether a guess has come true, where that can be told."""
        return bool(guess == comes)

    def _beside(self, guess: Any, comes: Any, right: bool | None) -> str:
        """Return the line that sets guess and outcome side by side."""
        if guess == comes:
            return f"You said {self._said(guess)}, and so it is."
        near = ", and that is near" if right else ""
        return f"You said {self._said(guess)}; it is {self._said(comes)}{near}."

    # -- how it does that -------------------------------------------------------------------

    def _keep(self, answer: Any, sure: Any, show: Callable[..., Any]) -> None:
        try:
            guess = self._read(answer)
            if sure not in IS:
                raise Unreadable("sure is 1 (a guess), 2 (fairly sure) or 3 (certain).")
        except NotAttempted:
            show("No guess yet.", NOT_KEPT, "Answer first.", alert=True, data={})
            return
        except Unreadable as reason:
            show("Not kept.", NOT_KEPT, str(reason), alert=True, data={})
            return
        kept, message = Guess(guess, int(sure)), ""
        before = progress.guesses()[0].get(self.id)
        if before and before.compared:
            kept, message = before, "You have seen what comes, so the guess of before stays."
        self._show(kept, show, message or progress.keep(self.id, kept), alert=True)

    def _show(self, kept: Guess, show: Callable[..., Any], *more: str, alert: bool = False) -> None:
        record: dict[str, Any] = {"prediction": self.id, "learner": current.learner}
        record |= {"guess": kept.guess, "sure": kept.sure}
        told = f"You say {self._said(kept.guess)}, and {IS[kept.sure]}."
        show("Kept.", KEPT, told, *more, alert=alert, data={RECORD: record})


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OneOf(Prediction):
    """A prediction among a few; options: their texts, in their order."""

    options: tuple[str, ...]
    _example = '"A"'

    def _lettered(self) -> dict[str, str]:
        return dict(zip(LETTERS, self.options, strict=False))

    def listed(self) -> str:
        """Return the options, each with its letter."""
        return "\n".join(f"- **{letter}** {text}" for letter, text in self._lettered().items())

    def _entry(self) -> tuple[dict[str, str] | None, bool]:
        return self._lettered(), False

    def _read(self, answer: Any) -> Any:
        lettered = self._lettered()
        letter = read_text(answer).strip(" .()").upper()
        if letter not in lettered:
            letters = f"{min(lettered)} to {max(lettered)}"
            raise Unreadable(f"Answer with a letter in quotes, {letters}.")
        return lettered[letter]

    def _is_right(self, guess: Any, comes: Any) -> bool | None:
        return bool(guess == self.options[comes])

    def _beside(self, guess: Any, comes: Any, right: bool | None) -> str:
        return super()._beside(guess, self.options[comes], None)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Amount(Prediction):
    """A number to predict.

    within: how far from it a guess is still right. digits: decimals that are told. unit: a word or
    a sign behind the number.
    """

    within: float = 0.0
    digits: int = 0
    unit: str = ""
    _example = "12"

    def _read(self, answer: Any) -> Any:
        if isinstance(answer, str):
            try:
                number = number_of(answer.strip().removesuffix(self.unit.strip()))
            except ValueError as reason:
                raise Unreadable(f"“{answer[:40]}” is {reason}. Write one, such as 12.") from None
        else:
            values = read(answer)
            if values.size != 1:
                raise Unreadable("These are several numbers. One is wanted.")
            number = float(values.reshape(()))
        return int(number) if number == int(number) else number

    def _said(self, guess: Any) -> str:
        return f"{write(guess)}{self.unit}"

    def _is_right(self, guess: Any, comes: Any) -> bool | None:
        return bool(abs(guess - comes) <= self.within)

    def _beside(self, guess: Any, comes: Any, right: bool | None) -> str:
        return super()._beside(guess, round(float(comes), self.digits), right)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class InWords(Prediction):
    """A prediction in a few words; fits: whether words have come true, where that can be told."""

    fits: Callable[[str], bool] | None = None
    _example = '"…"'

    def _entry(self) -> tuple[dict[str, str] | None, bool]:
        return None, True

    def _read(self, answer: Any) -> Any:
        text = read_text(answer).strip()
        if not text:
            raise NotAttempted
        return text

    def _is_right(self, guess: Any, comes: Any) -> bool | None:
        return self.fits(guess) if self.fits else None

    def _beside(self, guess: Any, comes: Any, right: bool | None) -> str:
        return f"You said “{guess}”; it is {comes}."
