"""The class map: what the class has understood, on one page for a projector or a printer.

First the slips that most have made, then every question against every learner, then each question
with its slips. Learners stand in the order of their points. Their names are hidden until one asks
for them, so that the page can be shown in front of the class.
"""

from coursekit.exercises.choices import Choice, Words
from coursekit.exercises.feedback import RIGHT, RIGHT_GIVEN
from coursekit.teach.page import LOOKS, document, file_name, mark, text

TALKED_OF = 5  # slips at the top of the page
LISTED = 4  # slips of each question
WIDTH, LABEL, COUNT = 1200, 400, 70  # of the picture, the questions' names, and the last column
ROW, GAP, HEAD, NAMES = 30, 5, 44, 145
NAMED = 60  # with more learners, names have no room over their columns


def class_map(sheet):
    """Return the page."""
    titles = " and ".join(text(title) for title in sheet.lessons.values()) or "no lesson"
    return document(
        "Class map",
        "<h1>Class map</h1>",
        f'<p class="soft">{titles}. {_many(len(sheet.rows), "learner")}, '
        f"{_many(len(sheet.exercises), 'question')}.</p>",
        *_talk(sheet),
        "<h2>Every question, every learner</h2>",
        _key(sheet),
        *_map(sheet),
        "<h2>Question by question</h2>",
        '<div class="cards">',
        *(_card(sheet, exercise) for exercise in sheet.exercises),
        "</div>",
    )


def _many(count, thing):
    return f"{count} {thing}{'' if count == 1 else 's'}"


def slip_told(exercise, slip):
    """Return a slip as it stands after a number of learners."""
    return f"chose “{slip}”" if isinstance(exercise, Choice) else slip


def _talk(sheet):
    """Name the slips that most have made."""
    told = [
        (count, exercise, slip)
        for exercise in sheet.exercises
        for slip, count in sheet.slips(exercise)
        if count > 1
    ]
    told.sort(key=lambda entry: -entry[0])
    if told:
        yield '<h2>What to talk about</h2><ol class="talk">'
        for count, exercise, slip in told[:TALKED_OF]:
            yield (
                f'<li><b class="number">{count} of {len(sheet.rows)}</b>'
                f'<span><span class="slip">{text(slip_told(exercise, slip))}</span><br>'
                f'<span class="soft">{text(exercise.title)}</span></span></li>'
            )
        yield "</ol>"


def _key(sheet):
    met = {row.outcome(exercise) for row in sheet.rows for exercise in sheet.exercises}
    signs = [
        f"<span>{mark(outcome)}{words}</span>"
        for outcome, (_, words, _) in LOOKS.items()
        if outcome in met
    ]
    return f'<div class="key">{"".join(signs)}</div>'


def _map(sheet):
    """Draw a row a question and a column a learner."""
    rows = sorted(sheet.rows, key=lambda row: (-sheet.score(row), row.learner.name.casefold()))
    cell = (WIDTH - LABEL - COUNT) / max(1, len(rows))
    cell = min(cell, ROW * 1.2)
    named = len(rows) <= NAMED
    parts, y = [], 0
    for room, title in sheet.lessons.items():
        asked = [e for e in sheet.exercises if e.id.split(".")[0] == room]
        parts.append(f'<text class="head" x="0" y="{y + HEAD - 14}">{text(title)}</text>')
        y += HEAD
        for exercise in asked:
            parts += _line(sheet, exercise, rows, cell, y, striped=asked.index(exercise) % 2)
            y += ROW
    if named:
        yield '<input type="checkbox" id="names"> <label for="names">Show names</label>'
    told = f"{_many(len(sheet.exercises), 'question')}, {_many(len(rows), 'learner')}"
    yield "<figure>"
    if named:
        yield from _names(rows, cell)
    yield (
        f'<svg class="map" viewBox="0 0 {WIDTH} {y + 4}" role="img" '
        f'aria-label="{told}; the numbers stand question by question below">'
    )
    yield from parts
    yield "</svg></figure>"


def _names(rows, cell):
    """Draw the learners' names, each to stand over its column."""
    yield f'<svg class="map names" viewBox="0 0 {WIDTH} {NAMES}" aria-hidden="true">'
    for place, row in enumerate(rows):
        turned = f"translate({LABEL + cell * (place + 0.6):.1f} {NAMES - 6}) rotate(-60)"
        yield f'<text transform="{turned}">{text(row.learner.name[:20])}</text>'
    yield "</svg>"


def _line(sheet, exercise, rows, cell, y, striped):
    if striped:
        yield f'<rect class="band" x="0" y="{y}" width="{WIDTH}" height="{ROW}"/>'
    title = exercise.title if len(exercise.title) <= 46 else f"{exercise.title[:45]}…"
    yield f'<text x="0" y="{y + 20}">{text(title)}</text>'
    inner, thin = ROW - 2 * GAP, min(2.0, cell / 5)
    for place, row in enumerate(rows):
        outcome = row.outcome(exercise)
        kind, words, height = LOOKS[outcome]
        x, top = LABEL + cell * place, y + GAP + inner * (1 - height) / 2
        answer = row.answers.get(exercise.id)
        slip = f": {slip_told(exercise, answer.slip)}" if outcome and answer.slip else ""
        told = text(f"{row.learner.name}, {exercise.title}: {words}{slip}")
        yield (
            f'<a href="learners/{file_name(row.learner)}#{text(exercise.id)}">'
            f'<rect class="o-{kind}" x="{x:.2f}" y="{top:.1f}" width="{cell - thin:.2f}" '
            f'height="{inner * height:.1f}"><title>{told}</title></rect></a>'
        )
    count = _done(sheet, exercise)
    x = LABEL + cell * len(rows) + 12
    yield f'<text class="count" x="{x:.0f}" y="{y + 20}">{count}</text>'


def _done(sheet, exercise):
    """Return how many are right or, of a question for one's own words, have answered."""
    if isinstance(exercise, Words):
        return sum(bool(row.outcome(exercise)) for row in sheet.rows)
    return sheet.right(exercise)


def _card(sheet, exercise):
    verb = "answered" if isinstance(exercise, Words) else "right"
    parts = [
        f'<div class="card"><h3>{text(exercise.title)}</h3>',
        f'<span class="soft">{_done(sheet, exercise)} of {len(sheet.rows)} {verb}</span>',
        _bar(sheet, exercise),
    ]
    slips = sheet.slips(exercise)
    others = _unnamed(sheet, exercise)
    if slips or others:
        parts.append("<ol>")
        for slip, count in slips[:LISTED]:
            told = text(slip_told(exercise, slip))
            parts.append(f'<li><b class="number">{count}</b><span>{told}</span></li>')
        if rest := sum(count for _, count in slips[LISTED:]) + others:
            more = "another answer" if slips else "an answer that tells no slip"
            parts.append(f'<li><b class="number">{rest}</b><span class="soft">{more}</span></li>')
        parts.append("</ol>")
    return "".join([*parts, "</div>"])


def _unnamed(sheet, exercise):
    """Return how many are not right yet in a way that has no name."""
    return sum(
        row.outcome(exercise) in ("not yet", "explained") and not row.answers[exercise.id].slip
        for row in sheet.rows
    )


def _bar(sheet, exercise):
    """Draw the shares of the outcomes as one bar."""
    order = [RIGHT, RIGHT_GIVEN, *(o for o in LOOKS if o not in (RIGHT, RIGHT_GIVEN))]
    outcomes = [row.outcome(exercise) for row in sheet.rows]
    x, parts = 0, []
    for outcome in order:
        if count := outcomes.count(outcome):
            kind, words, _ = LOOKS[outcome]
            parts.append(
                f'<rect class="o-{kind}" x="{x}" width="{count}" height="1">'
                f"<title>{count} {words}</title></rect>"
            )
            x += count
    return f'<svg viewBox="0 0 {max(1, x)} 1" preserveAspectRatio="none">{"".join(parts)}</svg>'
