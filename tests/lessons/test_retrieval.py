"""What comes back on which day, with learners who are simulated: sixty days each."""

from datetime import date, timedelta

import pytest

from coursekit.lessons import TITLES, questions
from coursekit.lessons.retrieval import AT_ONCE, NOTHING_YET, chosen, comes_back, due_day, schedule
from coursekit.lessons.retrieval import today as ask_today
from coursekit.questions import progress

START = date(2026, 3, 1)
ASKED = [q for folder in TITLES for q in questions(folder) if comes_back(q)]


def lived(comes, right, learns=2):
    """Return what a learner is asked on each of sixty days, and what is known in the end.

    comes: whether the learner comes on a day, from 0. right: whether a question is answered rightly
    on it. learns: how many new questions are met on a day.
    """
    known, seen = {}, {}
    for k in range(60):
        if not comes(k):
            continue
        day = START + timedelta(k)
        seen[k] = [due.question for due in chosen(schedule(known, ASKED), day)]
        new = [q for q in ASKED if q.id not in known][:learns]
        for question in (*seen[k], *new):
            entry = known.setdefault(question.id, {"days": {}, "slips": {}})
            entry["days"][day.isoformat()] = "right" if right(question, k) else "missed"
    return seen, known


@pytest.mark.parametrize("comes", [lambda k: True, lambda k: k % 3 == 0, lambda k: 20 <= k < 30],
                         ids=["daily", "every third day", "binge"])  # fmt: skip
def test_due_questions_come_due_of_several_lessons_and_never_more_than_asked(comes):
    seen, known = lived(comes, lambda question, k: True)
    assert max(len(asked) for asked in seen.values()) <= AT_ONCE
    assert sum(len(asked) for asked in seen.values()) > 10
    for k, asked in seen.items():
        assert len(set(asked)) == len(asked), k
    if comes(59):  # nobody is left behind for weeks
        late = [START + timedelta(60) - due.day for due in schedule(known, ASKED)]
        assert max(late) < timedelta(21)


def test_a_question_that_is_forgotten_comes_back_sooner_than_one_that_is_known():
    hard = ASKED[0]
    seen, _ = lived(lambda k: True, lambda question, k: question is not hard, learns=len(ASKED))
    times = [sum(question in asked for asked in seen.values()) for question in ASKED]
    assert times[0] == max(times)
    assert times[0] > 2 * sorted(times)[len(times) // 2]


def test_of_two_that_are_due_the_recurring_slip_comes_first():
    first, second = ASKED[:2]
    days = {"2026-03-01": "missed"}
    known = {
        first.id: {"days": days, "slips": {"b left out": ["2026-03-01", 1]}},
        second.id: {"days": days, "slips": {"b left out": ["2026-03-01", 4]}},
    }
    due = schedule(known, ASKED)
    assert [each.question for each in due] == [second, first]
    assert due[0].why == "“b left out” is what it looked like on Sunday, 1 March"


def test_the_order_in_which_days_were_noted_changes_nothing_and_a_miss_shortens_the_way():
    days = {"2026-03-01": "right", "2026-03-04": "missed", "2026-03-09": "right"}
    assert due_day(days) == due_day(dict(reversed(days.items())))
    assert due_day(days) < due_day(days | {"2026-03-04": "mended"}) < due_day(
        days | {"2026-03-04": "right"})  # fmt: skip


def test_today_asks_what_is_due_says_why_and_is_calm_without_progress(shown, home):
    ask_today(START)
    assert NOTHING_YET in shown[-1]["text/plain"]
    met = [q for q in ASKED if q.id.startswith(("neurons", "cost"))]
    for question in met:
        progress.note(question.id, "not yet", "b left out", START)
    shown.clear()
    ask_today(START)
    assert "comes back on Monday, 2 March" in shown[-1]["text/plain"]
    ask_today(START + timedelta(7))
    told = shown[1]["text/plain"]
    assert "b left out" in told
    lessons = {question.id.partition(".")[0] for question in met if question.title in told}
    assert lessons == {"neurons", "cost"}
