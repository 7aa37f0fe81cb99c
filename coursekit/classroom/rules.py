"""What a teacher settles for a class: how many points a question gives, and until when.

Points stand in a small table, `question, points`: a question's id, or a lesson's name for each of
its questions. What is not in it gives one point.
"""

from dataclasses import dataclass, field
from datetime import datetime

from coursekit.classroom.class_list import table_of
from coursekit.classroom.notebook import questions_by_id
from coursekit.lessons import TITLES
from coursekit.questions.words import Words

# what of an answer counts only if …
GIVEN, ANY, OWN = "given", "any", "own"


@dataclass(frozen=True)
class Rules:
    """lessons: those to grade, or None for such as enough handed in.

    numbers: GIVEN, answers to another learner's numbers do not count; ANY, they do; or OWN, neither
    do those to everybody's numbers. unaided: whether answers count that were given with help open.
    points: question's id → points. deadline: a datetime, or None.
    """

    lessons: list | None = None
    numbers: str = GIVEN
    unaided: bool = False
    points: dict = field(default_factory=dict)
    deadline: datetime | None = None

    def worth(self, question):
        """Return the points that a question gives; none for one in own words."""
        return 0 if isinstance(question, Words) else self.points.get(question.id, 1)


def read_points(path):
    """Return id → points from a table. Raises ValueError for a line that is none of these."""
    points, by_lesson = {}, {}
    for row in table_of(path):
        name, told = (*row, "")[:2]
        try:
            worth = float(told.replace(",", "."))
        except ValueError:
            if not points and not by_lesson and len(row) > 1 and name not in TITLES:
                continue  # the columns' titles
            worth = -1
        if not 0 <= worth < 1000:
            raise ValueError(f"{path}: {name!r} has no points from 0 to 1000, got {told!r}")
        question = questions_by_id().get(name)
        if name in TITLES:
            by_lesson |= {q: worth for q in questions_by_id() if q.startswith(f"{name}.")}
        elif question is None or isinstance(question, Words):
            why = "is in own words, which gives no points" if question else "is no question"
            raise ValueError(f"{path}: {name!r} {why}")
        else:
            points[name] = worth
    return {q: _plain(worth) for q, worth in (by_lesson | points).items()}


def _plain(number):
    return int(number) if number == int(number) else number


def shown_points(number):
    """Return points as one writes them.

    >>> shown_points(3.0), shown_points(2 / 3)
    ('3', '0.67')
    """
    return f"{round(number, 2):g}"


def read_deadline(text):
    """Return a moment from "2026-11-30" (its end) or "2026-11-30 18:00". Raises ValueError."""
    moment = datetime.fromisoformat(text.strip())
    if len(text.strip()) <= len("2026-11-30"):
        moment = moment.replace(hour=23, minute=59, second=59)
    return moment


def late_by(deadline, moment):
    """Return in words how long after the deadline a moment is, or "".

    moment: seconds since the epoch.

    >>> late_by(datetime(2026, 11, 30, 18), datetime(2026, 12, 1, 20, 5).timestamp())
    '1 day 2 h late, by the time of the file'
    """
    minutes = int((moment - deadline.timestamp()) // 60) if deadline else -1
    if minutes < 0:
        return ""
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        told = f"{days} day{'s' * (days > 1)} {hours} h"
    else:
        told = f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
    return f"{told} late, by the time of the file"
