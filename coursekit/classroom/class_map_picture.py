"""The class map as a picture, for a slide or a report: every question, every learner."""

import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from coursekit.classroom.pages import MARKS, in_order

# as in the pages' light theme
COLOURS = {
    "right": "#00835f", "right-given": "#4fb795", "noted": "#3b82c4", "not-yet": "#e08a1e",
    "explained": "#b45309", "to-run": "#3b82c4", "blank": "#c3c7cf",
}  # fmt: skip
LINE, DPI = 0.24, 150  # inches


def class_map_picture(sheet):
    """Return the class map as PNG, in bytes."""
    rows, questions = in_order(sheet), sheet.questions
    figure = Figure(figsize=(11, 1.2 + LINE * len(questions)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(xlim=(0, max(1, len(rows))), ylim=(len(questions), 0))
    met = {}
    for across, row in enumerate(rows):
        for down, question in enumerate(questions):
            _, _, height = MARKS[row.outcome(question)]
            place = across + 0.05, down + 0.5 - 0.4 * height
            met.setdefault(row.outcome(question), []).append(Rectangle(place, 0.9, 0.8 * height))
    for outcome, marks in met.items():
        colour = COLOURS[MARKS[outcome][0]]
        axes.add_collection(PatchCollection(marks, facecolor=colour, edgecolor="none"))
    axes.set_yticks([k + 0.5 for k in range(len(questions))], [q.title for q in questions])
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    key = [Patch(color=COLOURS[k], label=said) for o, (k, said, _) in MARKS.items() if o in met]
    if key:
        figure.legend(handles=key, loc="outside lower left", ncols=4, frameon=False)
    axes.set_title(f"{' and '.join(sheet.lessons.values())}: a column a learner", loc="left")
    file = io.BytesIO()
    figure.savefig(file, dpi=DPI, format="png")
    return file.getvalue()
