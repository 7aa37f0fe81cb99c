"""How far one has come: a row for each lesson, and in it a cell for each question."""

import uuid

import numpy as np
from IPython.display import display
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from coursekit.lessons.course import LESSONS, standings
from coursekit.pictures.charts import boxes
from coursekit.pictures.colours import CARD, GOOD, NEGATIVE, POINT, QUIET, ink_on
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.parts import Numbers, drawing, label, new_figure, style
from coursekit.pictures.pointer import pointer_on

WIDTH, TOP = 1000, 84
LABELS, FIRST = 22, 218  # where a row's name begins, and its first cell
PER_LINE, PITCH, SIDE = 20, 33, 28
GAP = 14  # between lessons
# state → fill, edge, sign and words; the sign says it without the colour
STATES = {
    "open": (CARD, QUIET, "", "open"),
    "tried": ("#fbdcc4", NEGATIVE, "•", "tried, not right yet"),
    "right": (GOOD, GOOD, "✓", "right, or noted"),
}
SAID = {"open": "still open.", "tried": "not right yet after {}.", "right": "right after {}."}


class ProgressFigure:
    """A cell for each question, in the order in which the lessons ask them.

    titles: the lessons; counts: how many questions each has.
    `centres` holds every cell's centre, (n, 2) in pixels from the top left corner.
    """

    def __init__(self, titles, counts):
        lines = [-(-count // PER_LINE) for count in counts]
        tops = TOP + np.cumsum([0, *(PITCH * n + GAP for n in lines)])
        places = [
            (FIRST + PITCH * (k % PER_LINE), top + PITCH * (k // PER_LINE))
            for top, count in zip(tops, counts, strict=False)
            for k in range(count)
        ]
        self.centres = np.array(places) + SIDE / 2
        self.starts = np.cumsum([0, *counts])
        self.height = int(tops[-1]) + 44
        with style():
            self.fig = new_figure(
                WIDTH,
                self.height,
                "Every question of the course",
                "A cell for each. Click on one, or use the sliders or the arrow keys.",
            )
            axes = drawing(self.fig, 0, 0, WIDTH, self.height)
            middles = self.height - (tops[:-1] + SIDE / 2)
            for title, middle in zip(titles, middles, strict=True):
                axes.text(LABELS, middle, title, fontsize=13, va="center_baseline")
            upright = self.centres * (1, -1) + (0, self.height)
            left, low = upright.T - SIDE / 2
            self.cells = PolyCollection(boxes(left, left + SIDE, low, low + SIDE))
            axes.add_collection(self.cells, autolim=False)
            self.signs = Numbers(axes, upright, 14, weight="bold")
            ends = [(WIDTH - 22, middle) for middle in middles]
            self.counts = Numbers(axes, ends, 13, weight="bold", align="right")
            self._draw_legend(axes)
        self.moving = [self.cells, self.signs, self.counts]

    def update(self, states, chosen):
        """Show the state of every question, and frame the one that is chosen.

        states: names from `STATES`, one for each question; chosen: which of them.
        """
        fills, edges, signs, _ = map(list, zip(*(STATES[state] for state in states), strict=True))
        edges[chosen] = POINT
        widths = np.full(len(states), 1.0)
        widths[chosen] = 3.4
        self.cells.set(facecolors=fills, edgecolors=edges, linewidths=widths)
        self.signs.write(signs, ink_on(self.cells.get_facecolor()))
        rows = [states[a:b] for a, b in zip(self.starts[:-1], self.starts[1:], strict=True)]
        self.counts.write([f"{row.count('right')} of {len(row)}" for row in rows])

    def _draw_legend(self, axes):
        left, y = FIRST, 24
        for fill, edge, sign, words in STATES.values():
            axes.add_patch(Rectangle((left, y - 9), 18, 18, fc=fill, ec=edge))
            label(axes, left + 9, y, sign, 10, weight="bold", color=ink_on([to_rgb(fill)])[0])
            axes.text(left + 26, y, words, fontsize=11, color=QUIET, va="center")
            left += 70 + 7.6 * len(words)


class ProgressMap(Explorer):
    """Every question of the course as a cell; one is chosen, named, and linked to its lesson."""

    name = "review.progress_map"

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
        self.pointer = pointer_on((0, 0, 1, 1), "Map of all questions", self._point, self._step)
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
        return f"{place}, “{question.title}”: {SAID[question.state].format(tries)}"

    def _fit(self, _change=None):
        self.controls["question"].max = self.counts[self.controls["lesson"].value - 1]

    def _point(self, _stroke, points):
        """Choose the cell that is nearest to where the pointer is."""
        place = np.array(points[-1]) * (WIDTH, self.figure.height)
        nearest = np.linalg.norm(self.figure.centres - place, axis=1).argmin()
        lesson = np.searchsorted(self.figure.starts, nearest, side="right")
        question = nearest - self.figure.starts[lesson - 1] + 1
        self.set({"lesson": int(lesson), "question": int(question)})

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
    """Open the map of all questions, each open, tried or right; only you can see it.

    Controls: the lesson and the question; a click or the arrow keys choose one, too.
    """
    return ProgressMap()
