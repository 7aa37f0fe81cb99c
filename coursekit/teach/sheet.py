"""From the assessed notebooks of a class to its grade sheet: a row for each learner.

Score: one point for each question that is right, also where it is right given an earlier answer of
one's own. Questions to answer in one's own words give no points; they are listed for the teacher.

Graded are the lessons that at least a quarter of the learners handed in, or those that are asked
for; the maximum is the same for the whole class. All notebooks of a learner count together.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from coursekit.exercises.choices import Words
from coursekit.exercises.course import LESSONS
from coursekit.exercises.feedback import NOTED, RIGHT, RIGHT_GIVEN
from coursekit.teach.assessing import best
from coursekit.teach.checking import of_room

ENOUGH = 0.25  # of the learners
FEWEST_WORDS = 6  # alike in two notebooks are no accident
MOST, LONGEST = 30, 300  # remarks on a learner, and characters of one
POINTS = {RIGHT: 1, RIGHT_GIVEN: 1}


@dataclass
class Row:
    """One learner: the answer that counts to each question, or None; remarks; and the files."""

    learner: object
    answers: dict = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def outcome(self, exercise):
        """Return the outcome of a question; "" where there is no answer."""
        answer = self.answers.get(exercise.id)
        return answer.outcome if answer and answer.attempted else ""

    @property
    def attempts(self):
        """How many attempts the learner's own kernels counted."""
        return sum(answer.attempt for answer in self.answers.values() if answer)


@dataclass
class Sheet:
    """A class: its lessons (room → title), their exercises, a row a learner, and remarks."""

    lessons: dict[str, str]
    exercises: list
    rows: list[Row]
    remarks: list[str]

    @property
    def checkable(self):
        """The exercises that give a point."""
        return [exercise for exercise in self.exercises if not isinstance(exercise, Words)]

    def score(self, row):
        """Return a learner's points."""
        return sum(POINTS.get(row.outcome(exercise), 0) for exercise in self.checkable)

    @property
    def maximum(self):
        """How many points there are."""
        return len(self.checkable)

    def slips(self, exercise):
        """Return what those who are not right yet have done, with how many did it, most first."""
        told = Counter(
            row.answers[exercise.id].slip
            for row in self.rows
            if row.outcome(exercise) not in ("", RIGHT, RIGHT_GIVEN, NOTED)
            and row.answers[exercise.id].slip
        )
        return sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))

    def right(self, exercise):
        """Return how many are right."""
        return sum(POINTS.get(row.outcome(exercise), 0) for row in self.rows)


def make_sheet(graded, remarks, lessons=None, numbers="given"):
    """Return the Sheet of a class.

    graded: (handed-in file, its content's hash, its Assessment or None) ….
    remarks: (learner, text) … on what could not be graded.
    lessons: rooms to grade; by default those that enough learners handed in.
    numbers: "given", whose answers to another learner's numbers do not count; "any"; or "own", for
    which also everybody's numbers do not count.
    """
    learners = {file.learner for file, _, _ in graded} | {who for who, _ in remarks}
    rows = {learner: Row(learner) for learner in learners}
    found = defaultdict(list)
    rooms = defaultdict(set)
    for file, _, assessment in graded:
        row = rows[file.learner]
        row.places.append(file.place)
        if assessment is None:
            continue
        row.remarks += assessment.remarks
        for room in assessment.rooms:
            rooms[room].add(file.learner)
        for answer in assessment.answers:
            if _is_own(answer, row, numbers):
                found[file.learner, answer.exercise].append(answer)
    for who, text in remarks:
        rows[who].remarks.append(text)
    told = []
    chosen = lessons or _handed_in_by_enough(rooms, len(rows), told)
    titles = {room: title for room, title in LESSONS.values() if room in chosen}
    asked = [exercise for room in titles for exercise in of_room(room)]
    for row in rows.values():
        row.answers = {e.id: best(found[row.learner, e.id]) for e in asked}
    _compare_learners(graded, rows, asked)
    ordered = sorted(rows.values(), key=lambda row: (row.learner.name.casefold(), row.learner))
    for row in ordered:
        row.remarks = _listed(row.remarks)
    return Sheet(titles, asked, ordered, told)


def _listed(remarks):
    """Return each remark once, short, and no more than one reads."""
    told = list(dict.fromkeys(r if len(r) <= LONGEST else f"{r[:LONGEST]}…" for r in remarks))
    return told[:MOST] + ([f"and {len(told) - MOST} more"] if len(told) > MOST else [])


def _is_own(answer, row, numbers):
    """Whether an answer is to the learner's own numbers, or to numbers that count all the same."""
    if numbers == "any" or (answer.learner is None and numbers != "own"):
        return True
    if answer.learner is not None and answer.learner.casefold() in _names(row.learner):
        return True
    if answer.attempted:
        whose = f"the numbers of {answer.learner}" if answer.learner else "everybody's numbers"
        row.remarks.append(f"answers to {whose} do not count")
    return False


def _names(learner):
    """Return what a learner may be called in a notebook: the name, its words, the number."""
    name = learner.name.casefold()
    return {name, learner.moodle, learner.canvas, *re.split(r"[\s_,]+", name)} - {""}


def _handed_in_by_enough(rooms, count, told):
    chosen = set()
    for room, title in LESSONS.values():
        by = len(rooms[room])
        if by and by >= ENOUGH * count:
            chosen.add(room)
        elif by:
            told.append(
                f"“{title}” was handed in by {by} of {count} and is not graded; "
                f"--lesson {room} grades it."
            )
    return chosen


def _compare_learners(graded, rows, asked):
    """Remark on the same file, and on the same words, from two learners."""
    same_file, same_words = defaultdict(set), defaultdict(set)
    for file, content, assessment in graded:
        if assessment and any(answer.attempted for answer in assessment.answers):
            same_file[content].add(file.learner)
    for exercise in asked:
        for learner, row in rows.items():
            if isinstance(exercise, Words) and row.outcome(exercise):
                words = " ".join(row.answers[exercise.id].shown.casefold().split())
                if len(words.split()) >= FEWEST_WORDS:
                    same_words[exercise.id, words].add(learner)
    for learners in same_file.values():
        _remark(rows, learners, "the same file as that of")
    for (exercise, _), learners in same_words.items():
        _remark(rows, learners, f"{exercise}: the same words as")


def _remark(rows, learners, text):
    for learner in learners if len(learners) > 1 else ():
        others = sorted(other.name for other in learners - {learner})
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        rows[learner].remarks.append(f"{text} {', '.join(others[:3])}{more}")
