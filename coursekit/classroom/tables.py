"""The grade sheet as CSV: for people, for Moodle and for Canvas; and the class map as numbers.

grades.csv: a row a learner, with the outcome of each question, score, maximum, attempts, how late,
remarks.

moodle.csv: Moodle's offline grading worksheet, which an assignment takes under "Upload grading
worksheet". It needs the columns Identifier ("Participant 123"), Grade and Last modified (grade),
named in the site's language, of which these are the English names. The number stands in the folder
names of Moodle's own download of submissions. Without it the file still serves the gradebook's
"Import, CSV file", where the teacher says which column is what.
Source: Moodle's mod/assign/feedback/offline/importgradeslib.php and locallib.php.

canvas.csv: what Canvas's gradebook takes under "Import". It needs the columns Student, ID, SIS
User ID, SIS Login ID, Section, in this order, then the assignment's name; a first row holds the
points possible. ID is Canvas's number of the learner, as in the file names of its download of
submissions; where it is missing, Canvas looks for the login, and then for the name.
Source: Canvas's lib/gradebook_importer.rb.
"""

import csv
import io

from coursekit.classroom.rules import shown_points

ASSIGNMENT = "Neural networks"
COLUMNS = ("score", "maximum", "attempts (self-reported)", "late", "remarks")
MOODLE = (
    "Identifier",
    "Full name",
    "Grade",
    "Maximum grade",
    "Last modified (grade)",
    "Feedback comments",
)
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
UPLOAD = """\
moodle.csv   In the assignment: Grading, "Upload grading worksheet". The assignment needs the
             feedback type "Offline grading worksheet", and no rubric.
             * Its maximum grade must be at least {maximum}: Moodle passes over grades above the
               maximum, and does not say so. --percent writes grades from 0 to 100 instead.
             * Where a grade is there already, say of a first upload, tick "Allow updating records
               that have been modified more recently in Moodle than in the spreadsheet"; otherwise
               Moodle passes it over, and does not say so.
             * It is for a site in English. In another language, name the columns Identifier, Grade
               and Last modified (grade), and "Participant", as your own worksheet does.
             * Learners without a number ("Participant 17") are passed over: {moodle}.
canvas.csv   In the gradebook: "Import". To fill a column that is there, give its whole title with
             its number: --assignment "Lesson 1 (4711)". Otherwise Canvas offers to make a new one.
             * Learners without Canvas's number are looked for by login and name: {canvas}.
Who handed nothing in is in neither: an empty grade would delete one in Canvas, and a comment in
Moodle.
"""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def grades(sheet):
    """Return grades.csv as text."""
    rows = [["learner", *(question.id for question in sheet.questions), *COLUMNS]]
    for row in sheet.rows:
        outcomes = [row.outcome(question) for question in sheet.questions]
        points = map(shown_points, (sheet.score(row), sheet.maximum))
        told = row.attempts, row.late, " | ".join(row.remarks)
        rows.append([row.learner.name, *outcomes, *points, *told])
    return of_people(rows)


def class_map(sheet):
    """Return class-map.csv as text: a line for each outcome of a question, and for each slip."""
    rows = [["lesson", "question", "title", "outcome", "slip", "learners"]]
    for question in sheet.questions:
        whose = sheet.lessons[question.id.split(".")[0]], question.id, question.title
        outcomes = [row.outcome(question) or "no answer" for row in sheet.present]
        for outcome in dict.fromkeys(outcomes):
            rows.append([*whose, outcome, "", outcomes.count(outcome)])
        rows += [[*whose, "not yet", slip, count] for slip, count in sheet.slips(question)]
    return of_people(rows)


def moodle(sheet, percent=False):
    """Return moodle.csv as text."""
    rows = [MOODLE]
    for row in sheet.present:
        who = f"Participant {row.learner.moodle}" if row.learner.moodle else row.learner.name
        score, maximum = _points(sheet, row, percent)
        still = [q.title for q in sheet.checkable if row.outcome(q) not in ("right", "right given")]
        told = f"{score} of {maximum}."
        told += f" Not yet: {', '.join(still)}." if still else ""
        rows.append([who, row.learner.name, score, maximum, "", told])
    return _written(rows)


def canvas(sheet, percent=False, assignment=ASSIGNMENT):
    """Return canvas.csv as text."""
    empty, (_, maximum) = [""] * (len(CANVAS) - 1), _points(sheet, None, percent)
    rows = [[*CANVAS, assignment], ["    Points Possible", *empty, maximum]]
    for row in sheet.present:
        login = row.learner.id or ("" if row.learner.canvas else row.learner.name)
        who = [row.learner.name, row.learner.canvas, "", login, ""]
        rows.append([*who, _points(sheet, row, percent)[0]])
    return _written(rows)


def of_people(rows):
    """Return a table for people as text. A byte order mark tells spreadsheets that it is UTF-8."""
    return "\ufeff" + _written(rows)


def _points(sheet, row, percent):
    """Return a learner's points and how many there are, as one writes them."""
    part = (100 / sheet.maximum if sheet.maximum else 0) if percent else 1
    score = sheet.score(row) * part if row else 0
    return shown_points(score), "100" if percent else shown_points(sheet.maximum)


def how_to_upload(sheet, percent=False):
    """Return how-to-upload.txt: what the platforms pass over in silence."""
    without = {
        name: sum(not getattr(row.learner, name) for row in sheet.present)
        for name in ("moodle", "canvas")
    }
    return UPLOAD.format(maximum=_points(sheet, None, percent)[1], **without)


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
