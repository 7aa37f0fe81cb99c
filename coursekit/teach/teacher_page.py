"""For the teacher alone: every learner with what was noticed, and the answers in own words."""

from coursekit.exercises.choices import Words
from coursekit.teach.page import document, file_name, text


def teacher_page(sheet):
    """Return the page."""
    titles = " and ".join(text(title) for title in sheet.lessons.values()) or "no lesson"
    return document(
        "For the teacher",
        "<h1>For the teacher</h1>",
        f'<p class="soft">{titles}. One point for each question that is right. Attempts are as the '
        "learners' own notebooks counted them. A remark alone takes no point away.</p>",
        *(f"<p>{text(remark)}</p>" for remark in sheet.remarks),
        _learners(sheet),
        *(_words(sheet, e) for e in sheet.exercises if isinstance(e, Words)),
    )


def _learners(sheet):
    rows = [
        '<tr><th>learner</th><th class="number">points</th><th class="number">attempts</th>'
        "<th>remarks</th></tr>"
    ]
    for row in sheet.rows:
        remarks = "".join(f"<p>{text(remark)}</p>" for remark in row.remarks)
        rows.append(
            f'<tr><td><a href="learners/{file_name(row.learner)}">{text(row.learner.name)}</a></td>'
            f'<td class="number">{sheet.score(row)} of {sheet.maximum}</td>'
            f'<td class="number">{row.attempts}</td><td>{remarks}</td></tr>'
        )
    return "<h2>Learners</h2><table>" + "\n".join(rows) + "</table>"


def _words(sheet, exercise):
    """List what was written, beside what a good answer says."""
    points = "".join(f"<li>{text(point)}</li>" for point in exercise.checklist)
    rows = [
        f"<tr><td>{text(row.learner.name)}</td><td>{text(row.answers[exercise.id].shown)}</td></tr>"
        for row in sheet.rows
        if row.outcome(exercise)
    ]
    return "\n".join(
        [
            f"<h2>In own words: {text(exercise.title)}</h2>",
            f"<p>One good answer: {text(exercise.model)}</p><p>A good answer says:</p>",
            f"<ul>{points}</ul><table>{''.join(rows)}</table>",
        ]
    )
