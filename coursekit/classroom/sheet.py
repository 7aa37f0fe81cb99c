"""From the assessed notebooks of a class to its grade sheet: a row for each learner.

Score: one point for each question that is right, or as many as `rules.py` says, also where it is
right given an earlier answer of one's own. Questions to answer in one's own words give no points;
they are listed for the teacher.

Graded are the lessons that at least a quarter of the learners handed in, or those that are asked
for; the maximum is the same for the whole class. All notebooks of a learner count together.
"""

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from coursekit.classroom.assessment import best
from coursekit.classroom.class_list import Learner, names, words
from coursekit.classroom.handed_in import shown
from coursekit.classroom.records import TO_RUN
from coursekit.classroom.rules import ANY, OWN, Rules, late_by
from coursekit.lessons import TITLES, questions
from coursekit.questions.outcome import EXPLAINED, NOT_YET, RIGHT, RIGHT_GIVEN
from coursekit.questions.words import Words

ENOUGH = 0.25  # of the learners
FEWEST_WORDS = 6  # alike in two notebooks are no accident
MOST, LONGEST = 30, 300  # remarks on a learner, and characters of one
IS_RIGHT = (RIGHT, RIGHT_GIVEN)
NUMBERS, NOT_COUNTED = "numbers", "do not count"
ABSENT = "nothing was handed in"


@dataclass
class Row:
    """One learner: the answer that counts to each question, or None; remarks; and the files.

    late: in words, how late; "" for in time. sittings: see `gain.judged`.
    """

    learner: Learner
    answers: dict = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    late: str = ""
    sittings: list[tuple] = field(default_factory=list)

    @property
    def absent(self):
        """Whether nothing was handed in by someone of the class list."""
        return ABSENT in self.remarks

    def outcome(self, question):
        """Return the outcome of a question; "" where there is no answer."""
        answer = self.answers.get(question.id)
        return answer.outcome if answer and answer.attempted else ""

    @property
    def attempts(self):
        """How many attempts the learner's own kernels counted."""
        return sum(answer.attempt for answer in self.answers.values() if answer)


@dataclass
class Sheet:
    """A class: its lessons (name → title), their questions, a row a learner, and remarks.

    anonymous: whether the rows have other names than the learners.
    """

    lessons: dict[str, str]
    questions: list
    rows: list[Row]
    remarks: list[str]
    rules: Rules = field(default_factory=Rules)
    anonymous: bool = False

    @property
    def checkable(self):
        """The questions that give points."""
        return [question for question in self.questions if self.rules.worth(question)]

    @property
    def present(self):
        """The rows of those who handed something in."""
        return [row for row in self.rows if not row.absent]

    def score(self, row):
        """Return a learner's points."""
        return sum(self.rules.worth(q) for q in self.questions if row.outcome(q) in IS_RIGHT)

    @property
    def maximum(self):
        """How many points there are."""
        return sum(self.rules.worth(question) for question in self.questions)

    def slips(self, question):
        """Return what those who are not right yet have done, with how many did it, most first."""
        told = Counter(
            row.answers[question.id].slip
            for row in self.rows
            if row.outcome(question) in (NOT_YET, EXPLAINED) and row.answers[question.id].slip
        )
        return sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))

    def right(self, question):
        """Return how many are right."""
        return sum(row.outcome(question) in IS_RIGHT for row in self.rows)


def make_sheet(graded, remarks=(), told=(), rules=None, expected=()):
    """Return the Sheet of a class.

    graded: grader.Graded …. remarks: (learner, text) … on what could not be graded.
    told: what is to be known of the whole. expected: the Learners of the class list.
    """
    rules = rules or Rules()
    learners = {one.file.learner for one in graded} | {who for who, _ in remarks}
    rows = {learner: Row(learner) for learner in learners}
    found, learners_of, times = defaultdict(list), defaultdict(set), defaultdict(list)
    whose = Whose(graded, rules)
    for one in graded:
        row = rows[one.file.learner]
        row.places.append(one.file.place)
        times[row.learner].append(one.moment)
        row.late = "marked late by the platform" if one.file.late else row.late
        if one.problem:
            row.remarks.append(f"{shown(one.file.place)}: {one.problem}")
            continue
        row.remarks += one.found.remarks
        for lesson in one.found.lessons:
            learners_of[lesson].add(row.learner)
        for answer in one.found.answers:
            if whose.counts(answer, row):
                found[row.learner, answer.question].append(answer)
    for who, text in remarks:
        rows[who].remarks.append(text)
    told = list(told)
    chosen = rules.lessons or _handed_in_by_enough(learners_of, len(rows), told)
    titles = {lesson: title for lesson, title in TITLES.items() if lesson in chosen}
    asked = [question for lesson in titles for question in questions(lesson)]
    there = {(one.name, one.id) for one in learners}
    for learner in expected:
        if (learner.name, learner.id) not in there:
            rows[learner] = Row(learner, remarks=[ABSENT])
    for row in rows.values():
        row.late = row.late or late_by(rules.deadline, max(times[row.learner], default=0))
        for question in asked:
            row.answers[question.id], doubt = best(found[row.learner, question.id])
            row.remarks += [doubt] if doubt else []
        helped = [id for id, answer in row.answers.items() if answer and answer.helped]
        row.remarks += [f"answered once help was open: {', '.join(helped)}"] if helped else []
    _compare_learners(graded, rows, asked)
    ordered = sorted(rows.values(), key=lambda row: (row.learner.name.casefold(), row.learner))
    sheet = Sheet(titles, asked, ordered, told, rules)
    told += _summed_up(sheet)
    for row in ordered:
        row.remarks = _listed(row.remarks)
    return sheet


def anonymous(sheet):
    """Return a Sheet in which learners have numbers for names, and who is who.

    Their order tells nothing. Names are replaced in remarks too; what learners wrote stays.
    """
    by_chance = sorted(sheet.rows, key=lambda r: hashlib.sha256(repr(r.learner).encode()).digest())
    width = len(str(len(by_chance)))
    aliases = {r.learner: f"learner {k:0{width}}" for k, r in enumerate(by_chance, 1)}
    hidden = {}
    for row in sheet.rows:
        ids = {answer.learner for answer in row.answers.values() if answer and answer.learner}
        for text in {*row.places, row.learner.name, row.learner.id, *ids} - {""}:
            hidden.setdefault(shown(text), aliases[row.learner])
    pattern = "|".join(map(re.escape, sorted(hidden, key=len, reverse=True))) or "(?!)"

    def plain(remarks):
        return [re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda m: hidden[m[0]], r) for r in remarks]

    rows = [
        replace(row, learner=Learner(aliases[row.learner]), remarks=plain(row.remarks), places=[])
        for row in by_chance
    ]
    told = [text for text in plain(sheet.remarks) if ": no notebook" not in text]
    who = sorted((alias, learner.name) for learner, alias in aliases.items())
    return replace(sheet, rows=rows, remarks=told, anonymous=True), who


def many(count, thing):
    """Return so many things in words.

    >>> many(1, "learner"), many(0, "learner")
    ('1 learner', '0 learners')
    """
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _summed_up(sheet):
    """Yield what the last lines on the screen say, because it may be most of the class's points."""
    waiting = [sum(row.outcome(q) == TO_RUN for q in sheet.questions) for row in sheet.rows]
    if any(waiting):
        functions, whose = many(sum(waiting), "function"), many(sum(map(bool, waiting)), "learner")
        yield (
            f"Not judged: {functions} of {whose}. They count once their notebooks are run, "
            "without --records-only."
        )
    foreign = sum(any(NUMBERS in r and NOT_COUNTED in r for r in row.remarks) for row in sheet.rows)
    if foreign:
        yield (
            f"Answers of {many(foreign, 'learner')} {NOT_COUNTED}: they are to the numbers of "
            "somebody else. A class list (--class) says whose an id is; --any-numbers counts them."
        )


def _listed(remarks):
    """Return each remark once, short, and no more than one reads."""
    told = list(dict.fromkeys(r if len(r) <= LONGEST else f"{r[:LONGEST]}…" for r in remarks))
    return told[:MOST] + ([f"and {len(told) - MOST} more"] if len(told) > MOST else [])


class Whose:
    """Whether an answer is to its learner's own numbers, or to such as count all the same."""

    def __init__(self, graded, rules):
        self._rules, self._users = rules, defaultdict(set)
        for one in graded:
            for answer in one.found.answers if one.found else ():
                self._users[answer.learner].add(one.file.learner)
        self._known = set().union(*(_all_names(one.file.learner) for one in graded))

    def counts(self, answer, row):
        """Say whether an answer counts, and remark on it where that is not a matter of course."""
        if not self._own(answer, row):
            return False
        if answer.helped and self._rules.unaided and answer.attempted:
            row.remarks.append(f"answers that were given once help was open {NOT_COUNTED}")
            return False
        return True

    def _own(self, answer, row):
        id, numbers = answer.learner, self._rules.numbers
        if numbers == ANY or (id is None and numbers != OWN):
            return True
        if id is not None and names(id) & _all_names(row.learner):
            return True
        if not answer.attempted:
            return False
        if id and self._users[id] == {row.learner} and not names(id) & self._known:
            row.remarks.append(f"the numbers of {id}, which nobody else uses: taken for their own")
            return True
        whose = f"the numbers of {id}" if id else "everybody's numbers"
        row.remarks.append(f"answers to {whose} {NOT_COUNTED}")
        return False


def _all_names(learner):
    """Return what a learner's id may be: their names, also one of them alone."""
    return names(learner) | (set() if learner.id else words(learner))


def _handed_in_by_enough(learners_of, count, told):
    chosen = set()
    for lesson, title in TITLES.items():
        by = len(learners_of[lesson])
        if by and by >= ENOUGH * count:
            chosen.add(lesson)
        elif by:
            told.append(
                f"“{title}” was handed in by {by} of {count} and is not graded; "
                f"--lesson {lesson} grades it."
            )
    return chosen


def _compare_learners(graded, rows, asked):
    """Remark on the same file, and on the same words, from two learners."""
    same_file, same_words = defaultdict(set), defaultdict(set)
    for one in graded:
        if one.found and any(answer.attempted for answer in one.found.answers):
            same_file[one.content].add(one.file.learner)
    for question in asked:
        for learner, row in rows.items():
            if isinstance(question, Words) and row.outcome(question):
                words = " ".join(row.answers[question.id].shown.casefold().split())
                if len(words.split()) >= FEWEST_WORDS:
                    same_words[question.id, words].add(learner)
    for learners in same_file.values():
        _remark(rows, learners, "the same file as that of")
    for (question, _), learners in same_words.items():
        _remark(rows, learners, f"{question}: the same words as")


def _remark(rows, learners, text):
    for learner in learners if len(learners) > 1 else ():
        others = sorted(other.name for other in learners - {learner})
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        rows[learner].remarks.append(f"{text} {', '.join(others[:3])}{more}")
