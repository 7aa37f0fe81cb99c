"""The review's explorer: a map of all questions of the course, and how they stand."""

import uuid

import numpy as np
from IPython.display import display

from coursekit.exercises.course import LESSONS, standings
from coursekit.explorers.explorer import Explorer, columns, slider
from coursekit.figures.progress_map import WIDTH, ProgressFigure
from coursekit.pointer import pointer_on

WORDS = {"open": "still open.", "tried": "not right yet after {}.", "right": "right after {}."}
WHOLE = (0, 0, 1, 1)  # the pointer's region


class ProgressMap(Explorer):
    """Every question of the course as a cell; one is chosen, named, and linked to its lesson."""

    _line, _line_id = "", None

    def __init__(self):
        stand, _ = standings()
        self.notebooks, self.counts = list(stand), [len(asked) for asked in stand.values()]
        titles = [LESSONS[notebook][1] for notebook in self.notebooks]
        self.figure = ProgressFigure(titles, self.counts)
        self.controls = {
            "lesson": slider("lesson", 1, 1, len(titles), 1, read="which row: a lesson"),
            "question": slider("question", 1, 1, self.counts[0], 1, read="which cell: a question"),
        }
        self.controls["lesson"].observe(self._fit, names="value")
        self.pointer = pointer_on(WHOLE, "Map of all questions", self._point, self._step)
        self.open()

    def refresh(self):
        lesson, k = (value - 1 for value in self.values.values())
        stand, _ = standings()  # anew each time: more may be answered by now
        states = [question.state for asked in stand.values() for question in asked]
        self.figure.update(states, self.figure.starts[lesson] + k)
        notebook = self.notebooks[lesson]
        title, question = LESSONS[notebook][1], stand[notebook][k]
        self._show_line(f"Go to [{title}]({notebook}.ipynb).")
        tries = f"{question.attempts} {'try' if question.attempts == 1 else 'tries'}"
        place = f"{title}, question {k + 1} of {self.counts[lesson]}"
        return f"{place}, “{question.title}”: {WORDS[question.state].format(tries)}"

    def layout(self):
        return [columns((self.controls["lesson"],), (self.controls["question"],)), *self.pointer]

    def _fit(self, _change=None):
        self.controls["question"].max = self.counts[self.controls["lesson"].value - 1]

    def _point(self, _stroke, points):
        """Choose the cell that is nearest to where the pointer is."""
        place = np.array(points[-1]) * (WIDTH, self.figure.height)
        nearest = np.linalg.norm(self.figure.centres - place, axis=1).argmin()
        lesson = np.searchsorted(self.figure.starts, nearest, side="right")
        self.set(
            {"lesson": int(lesson), "question": int(nearest - self.figure.starts[lesson - 1]) + 1}
        )

    def _step(self, dx, dy):
        """Go to the next question, or the lesson above or below; stop at the ends."""
        for name, change in (("lesson", -dy), ("question", dx)):
            control = self.controls[name]
            control.value = min(max(control.value + change, control.min), control.max)

    def _show_line(self, line):
        """Show the link below the picture; an output resolves it, a widget would not."""
        if line != self._line and self._line_id:
            self._display_line(line, update=True)
        self._line = line

    def _display_line(self, line, update):
        bundle = {"text/markdown": line, "text/plain": line}
        display(bundle, raw=True, display_id=self._line_id, update=update)

    def _ipython_display_(self):
        super()._ipython_display_()
        self._line_id = uuid.uuid4().hex
        self._display_line(self._line, update=False)


def progress_map():
    """Open the map of all questions, each open, tried or right; only you can see it."""
    return ProgressMap()
