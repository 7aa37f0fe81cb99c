"""The grade sheet as CSV: for people, for Moodle and for Canvas.

grades.csv: a row a learner, with the outcome of each question, score, maximum, attempts, remarks.

moodle.csv: Moodle's offline grading worksheet, which an assignment takes under "Upload grading
worksheet". It needs the columns Identifier ("Participant 123"), Grade and Last modified (grade).
The number stands in the folder names of Moodle's own download of submissions. Without it the
file still serves the gradebook's "Import, CSV file", where the teacher says which column is what.
Source: Moodle's mod/assign/feedback/offline/importgradeslib.php and its page "Grade import".

canvas.csv: what Canvas's gradebook takes under "Import". It needs the columns Student, ID, SIS
User ID, SIS Login ID, Section, in this order, then the assignment's name; a first row holds the
points possible. ID is Canvas's number of the learner, as in the file names of its download of
submissions; where it is missing, Canvas looks for the login, and then for the name.
Source: Canvas's lib/gradebook_importer.rb.
"""

import csv
import io

ASSIGNMENT = "Neural networks"
COLUMNS = ("score", "maximum", "attempts (self-reported)", "remarks")
MOODLE = (
    "Identifier",
    "Full name",
    "Grade",
    "Maximum grade",
    "Last modified (grade)",
    "Feedback comments",
)
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def grades(sheet):
    """Return grades.csv as text. A byte order mark tells spreadsheets that it is UTF-8."""
    rows = [["learner", *(exercise.id for exercise in sheet.exercises), *COLUMNS]]
    for row in sheet.rows:
        outcomes = [row.outcome(exercise) for exercise in sheet.exercises]
        numbers = [sheet.score(row), sheet.maximum, row.attempts]
        rows.append([row.learner.name, *outcomes, *numbers, " | ".join(row.remarks)])
    return "\ufeff" + _written(rows)


def moodle(sheet):
    """Return moodle.csv as text."""
    rows = [MOODLE]
    for row in sheet.rows:
        who = f"Participant {row.learner.moodle}" if row.learner.moodle else row.learner.name
        still = [e.title for e in sheet.checkable if row.outcome(e) not in ("right", "right given")]
        told = f"{sheet.score(row)} of {sheet.maximum}."
        told += f" Not yet: {', '.join(still)}." if still else ""
        rows.append([who, row.learner.name, sheet.score(row), sheet.maximum, "", told])
    return _written(rows)


def canvas(sheet, assignment=ASSIGNMENT):
    """Return canvas.csv as text."""
    empty = [""] * (len(CANVAS) - 1)
    rows = [[*CANVAS, assignment], ["    Points Possible", *empty, sheet.maximum]]
    for row in sheet.rows:
        login = "" if row.learner.canvas else row.learner.name
        who = [row.learner.name, row.learner.canvas, "", login, ""]
        rows.append([*who, sheet.score(row)])
    return _written(rows)


def _written(rows):
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([map(_harmless, row) for row in rows])
    return file.getvalue()


def _harmless(cell):
    """Return a cell that no spreadsheet takes for a formula.

    >>> _harmless("=1+1"), _harmless("σ left out"), _harmless(3)
    ("'=1+1", 'σ left out', 3)
    """
    if not isinstance(cell, str):
        return cell
    text = " ".join(cell.split("\n"))
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text
