"""What the review's map says and shows to whoever has answered nothing yet."""

from coursekit import review
from coursekit.lessons import LESSONS, asked

ASKED = [(title, asked(notebook)) for notebook, (_, title) in LESSONS.items()]


def chosen(lesson, place):
    """Return the row of a question that is chosen: it is named, and still open like all others."""
    title, asked = ASKED[lesson - 1]
    sentence = f"{title}, question {place} of {len(asked)}, “{asked[place - 1].title}”: still open."
    cell = sum(len(before) for _, before in ASKED[: lesson - 1]) + place - 1
    shown = {"counts": tuple(f"0 of {len(asked)}" for _, asked in ASKED)}
    shown |= {"signs": ("",) * sum(len(asked) for _, asked in ASKED)}
    shown |= {f"cells.linewidths.{cell}": 3.4}
    return {"lesson": lesson, "question": place}, sentence, shown


ROWS = {
    review.progress_map: [
        chosen(lesson, place)
        for lesson, (_, asked) in enumerate(ASKED, start=1)
        for place in {1, (1 + len(asked)) // 2, len(asked)}
    ]
}
