"""Questions with a few answers to choose from, and questions to answer in one's own words."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets as widgets
from IPython.display import display

from coursekit.exercises.answers import NotAttempted, Unreadable, refuse_what_is_no_answer
from coursekit.exercises.exercise import Exercise
from coursekit.exercises.feedback import NOT_YET, NOTED, RIGHT, Outcome
from coursekit.exercises.variants import Draw, say

LETTERS = "ABCDEFGH"
FEWEST_WORDS = 3


class Asked(Exercise):
    """A question that brings its own controls; the outcome stands below them and changes there."""

    _place = None

    def ask(self):
        """Show the question, the controls, and the outcome so far."""
        super().ask()
        display(self.controls(), include={"application/vnd.jupyter.widget-view+json"})
        self._place = uuid.uuid4().hex
        self._answer(..., display_id=self._place)

    def press(self, answer):
        """Judge what a control says."""
        self._answer(answer, display_id=self._place, update=True)

    def controls(self):
        """Return the widget to answer with."""
        raise NotImplementedError


@dataclass(frozen=True)
class Option:
    """One answer to choose: its text, and what is said to whoever chooses it."""

    text: str
    says: str
    right: bool = False


@dataclass(kw_only=True, eq=False)
class Choice(Asked):
    """One right answer among several.

    options: Option …, or a function of the numbers that returns them.
    shuffled: whether they are shown in a drawn order; False where they have an order of their own.
    """

    options: tuple[Option, ...] | Callable
    shuffled: bool = True

    invitation = "Choose a letter."

    def lettered(self, learner=None, number=0):
        """Return letter → Option as this variant shows them."""
        options = say(self.options, self.numbers(learner, number))
        if self.shuffled:
            options = Draw(self.id, "order", learner, number).shuffled(options)
        return dict(zip(LETTERS, options, strict=False))

    def answer(self, x):
        """Return the text of the right option for these numbers."""
        return next(option.text for option in say(self.options, x) if option.right)

    def as_data(self, answer):
        """Return the letter."""
        return _text(answer).strip(" .()").upper()[:1]

    def how_to_answer(self):
        """List the options and say how one is chosen."""
        shown = self.lettered(self.learner, self._number).items()
        listed = "\n".join(f"- **{letter}** {option.text}" for letter, option in shown)
        return f'{listed}\n\nPress a button, or write `{self.id}.check("A")` in a cell.'

    def controls(self):
        """Return a row of buttons, one a letter."""
        buttons = []
        for letter, option in self.lettered(self.learner, self._number).items():
            button = widgets.Button(
                description=letter, tooltip=f"{letter}: {option.text}", layout={"width": "5em"}
            )
            button.on_click(lambda _, letter=letter: self.press(letter))
            buttons.append(button)
        return widgets.HBox(buttons)

    def examine(self, answer, x, number=0, learner=None, earlier=None):
        """Judge a letter, capital or small."""
        options = self.lettered(learner, number)
        letter = self.as_data(answer)
        if letter not in options:
            raise Unreadable(f"Answer with a letter in quotes, {min(options)} to {max(options)}.")
        option = options[letter]
        name = RIGHT if option.right else NOT_YET
        return Outcome(name, option.says, None if option.right else option.text)


@dataclass(kw_only=True, eq=False)
class Words(Asked):
    """A question for the learner's own words, then a model answer and a list to compare with.

    model: an answer as a teacher would give it.
    checklist: what a good answer says.
    """

    model: str
    checklist: tuple[str, ...]

    invitation = "Write a sentence first; the model answer opens then."

    def answer(self, x):
        """Return the model answer."""
        return self.model

    def as_data(self, answer):
        """Return the text."""
        return _text(answer)

    def how_to_answer(self):
        """Say how the answer is handed in."""
        return f'Write below, or `{self.id}.check("…")` in a cell. A model answer opens then.'

    def controls(self):
        """Return a box to write in and a button."""
        box = widgets.Textarea(
            placeholder="In your own words …",
            tooltip=f"Your answer: {self.title}",
            layout={"width": "100%", "max_width": "60em", "height": "6em"},
        )
        button = widgets.Button(description="Hand in", tooltip="Hand in, and see a model answer")
        button.on_click(lambda _: self.press(box.value))
        return widgets.VBox([box, button])

    def examine(self, answer, x, number=0, learner=None, earlier=None):
        """Take note of a sentence; its worth is for the learner and the teacher to judge."""
        count = len(_text(answer).split())
        if count == 0:
            raise NotAttempted(self.invitation)
        if count < FEWEST_WORDS:
            raise Unreadable("Make it a sentence of your own; the model answer opens then.")
        compare = "\n".join(f"☐ {point}" for point in self.checklist)
        return Outcome(NOTED, f"One good answer: {self.model}\nDoes yours say this?\n{compare}")


def _text(answer):
    refuse_what_is_no_answer(answer)
    if not issubclass(type(answer), str):
        raise Unreadable("Answer with text: put it between quotes.")
    return str.__getitem__(answer, slice(0, 5000))
