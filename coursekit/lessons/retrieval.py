"""What to ask on which day: what was learned is asked again shortly before it would be forgotten.

Intervals grow after success and shrink after a miss, as FSRS 6 has it, a published model of
forgetting (Ye, Su and Cao 2022; the `fsrs` package). Questions of several lessons are mixed, on
fresh numbers: mixed practice keeps for longer than practice in blocks (d = 0.79 after a month:
Rohrer 2014). What comes back is a question whose answer can be worked out anew; the day enters by
argument.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from coursekit.lessons import TITLES, questions
from coursekit.page.cards import show_text
from coursekit.questions import progress
from coursekit.questions.choice import Choice
from coursekit.questions.question import Question
from coursekit.questions.value import Value

AT_ONCE = 5  # questions a day
MINUTES = 10  # for all of them
TAKES = ((Choice, 1), (Value, 2))  # minutes for a question that one has met before
NOTHING_YET = (
    "Nothing to repeat yet. Once you have answered questions, this cell brings back a few of them "
    "on other days, with fresh numbers."
)


@dataclass(frozen=True)
class Due:
    """A question that comes back: from which day on, and why, in words."""

    question: Question
    day: date
    why: str


def due_day(days: Mapping[str, str]) -> date:
    """Return the day on which a question comes back.

    days: "2026-11-26" → "right", "mended" (a miss first) or "missed", in any order.

    >>> good, bad = due_day({"2026-11-26": "right"}), due_day({"2026-11-26": "missed"})
    >>> bad < good
    True
    """
    from fsrs import Card, Rating, Scheduler  # a quarter of a second, which no lesson needs

    ratings = {"right": Rating.Good, "mended": Rating.Hard, "missed": Rating.Again}
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=0)
    for day in sorted(days):
        when = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
        card, _ = scheduler.review_card(card, ratings[days[day]], when)
    return card.due.date()


def comes_back(question: Question) -> bool:
    """Say whether a question can be asked again: it has fresh numbers, and is short."""
    return question.first is question and question.draw is not None and _minutes(question) > 0


def schedule(known: progress.Known, asked: Iterable[Question]) -> list[Due]:
    """Return when each question that was met comes back, the longest due first.

    Of two that come due on one day the one whose last slip is the older habit comes first.
    """
    found = []
    for question in asked:
        entry = known.get(question.id, {})
        if entry.get("days") and comes_back(question):
            day = due_day(entry["days"])
            often = max((count for _, count in entry.get("slips", {}).values()), default=0)
            found.append((day, -often, Due(question, day, _why(entry))))
    return [each for *_, each in sorted(found, key=lambda row: row[:2])]


def chosen(due: list[Due], today: date) -> list[Due]:
    """Return the few that are asked today, of as many lessons as there are, the longest due first.

    They take ten minutes at most, together.
    """
    left = [each for each in due if each.day <= today]
    taken: list[Due] = []
    while left and len(taken) < AT_ONCE:
        seen = [_lesson(each) for each in taken]
        following = min(left, key=lambda each: seen.count(_lesson(each)))  # the first such
        left.remove(following)
        if sum(_minutes(each.question) for each in (*taken, following)) <= MINUTES:
            taken.append(following)
    return taken


def today(day: date | None = None) -> None:
    """Ask what is due today, five questions at most, each on fresh numbers and with its reason.

    day: which day it is; the computer's own, if it is not said.
    """
    day = day or date.today()
    known, message = progress.read()
    asked = [question for folder in TITLES for question in questions(folder)]
    due = schedule(known, asked)
    if not due:
        show_text("Today", NOTHING_YET, message)
        return
    now = chosen(due, day)
    if not now:
        show_text("Today", f"Nothing is due. The next question comes back on {_named(due[0].day)}.")
        return
    rows = "\n".join(f"- **{each.question.title}**: {each.why}." for each in now)
    minutes = sum(_minutes(each.question) for each in now)
    show_text("Today", f"About {minutes} minutes, mixed, on fresh numbers.", rows, message)
    for each in now:
        number = known[each.question.id]["attempts"] + 1  # met on no day before
        each.question.another(number)


def _why(entry: Mapping[str, Any]) -> str:
    """Say why a question comes back: its last slip, if it has come on its last day, or the day."""
    last = max(entry["days"])
    slips = [(day, name) for name, (day, _) in entry.get("slips", {}).items()]
    if slips and max(slips)[0] == last and entry["days"][last] != "right":
        return f"“{max(slips)[1]}” is what it looked like on {_named(date.fromisoformat(last))}"
    told = "right" if entry["days"][last] != "missed" else "not right yet"
    return f"{told} on {_named(date.fromisoformat(last))}"


def _named(day: date) -> str:
    """Return a day as one says it.

    >>> _named(date(2026, 11, 26))
    'Thursday, 26 November'
    """
    return f"{day:%A}, {day.day} {day:%B}"


def _lesson(due: Due) -> str:
    return due.question.id.partition(".")[0]


def _minutes(question: Question) -> int:
    return next((minutes for kind, minutes in TAKES if isinstance(question, kind)), 0)
