"""What the course taught a class: the twelve questions before it, and twelve like them after it."""

from statistics import mean, stdev

from coursekit.classroom.sheet import many
from coursekit.lessons.before_and_after import marks

FEWEST = 5  # learners, for an interval to mean something
Z = 1.959964  # of a normal distribution, 95 % lie within so many standard deviations
SITTINGS = ("before", "after")


def judged(record):
    """Return (sitting, form, how many are right, of how many), or None for what is no sitting."""
    when, form, answers = (record.get(name) for name in ("sitting", "form", "answers"))
    if when not in SITTINGS or not isinstance(form, str) or not isinstance(answers, list):
        return None
    try:
        right = marks(form, answers)
    except ValueError:
        return None
    return when, form, sum(right), len(right)


def pairs(sheet):
    """Return (row, sitting before, sitting after) of whoever has handed in both.

    Of several, the first before and the last after count.
    """
    found = []
    for row in sheet.rows:
        first, last = ([each for each in row.sittings if each[0] == when] for when in SITTINGS)
        found += [(row, first[0], last[-1])] if first and last else []
    return found


def table(sheet):
    """Return the lines of gain.csv."""
    heads = ["learner", "form before", "right before", "form after", "right after", "of", "gain"]
    return [heads] + [
        [row.learner.name, *first[1:3], *last[1:], last[2] - first[2]]
        for row, first, last in pairs(sheet)
    ]


def told(sheet):
    """Return the class's gain in a sentence, or "" where nobody has handed in both."""
    found = [(first[2], last[2], last[3]) for _, first, last in pairs(sheet)]
    if not found:
        return ""
    before, after = (mean(each[k] for each in found) for k in (0, 1))
    sentence = (
        f"Before and after the course: {many(len(found), 'learner')}, right in the mean "
        f"{before:.1f} and then {after:.1f} of {found[0][2]}, a gain of {after - before:.1f}"
    )
    if len(found) < FEWEST:
        return f"{sentence}."
    half = half_interval([last - first for first, last, _ in found])
    low, high = after - before - half, after - before + half
    return f"{sentence} (95 % interval {low:.1f} to {high:.1f})."


def half_interval(values):
    """Return half the width of the 95 % interval of a mean, by Student's t.

    Source: Abramowitz and Stegun 26.7.5, the quantile of t as a series.

    >>> round(half_interval([3, 4, 5, 6, 7]), 1)
    2.0
    """
    free = len(values) - 1
    t = Z + (Z**3 + Z) / (4 * free) + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * free**2)
    t += (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / (384 * free**3)
    return t * stdev(values) / len(values) ** 0.5
