"""The map of all questions tells the truth about the learner's file, cell by cell."""

import json

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from coursekit import open_shared, progress, progress_map
from coursekit.exercises import course, neurons
from coursekit.explorers import review
from coursekit.figures.progress_map import STATES
from tests.explorers.pictures import faults

TITLES = [title for _, title in course.LESSONS.values()]
COUNTS = [len(course.questions(room)) for room, _ in course.LESSONS.values()]


@pytest.fixture
def answered():
    """Leave a learner's file: some questions right or noted, some tried, the others open."""
    kept = {}
    for room, _ in course.LESSONS.values():
        for place, exercise in enumerate(course.questions(room)):
            outcome = ("right", "not yet", "noted", "right given", None)[place % 5]
            if outcome:
                kept[exercise.id] = outcome
                for _ in range(1 + place % 3):
                    progress.note(exercise.id, outcome)
    return kept


def signs(explorer):
    return explorer.figure.signs.texts


def test_with_an_empty_file_every_question_of_every_lesson_is_open():
    explorer = progress_map()
    assert signs(explorer) == ("",) * sum(COUNTS)
    assert explorer.figure.counts.texts == tuple(f"0 of {count}" for count in COUNTS)
    shown = {text.get_text() for text in explorer.figure.fig.axes[0].texts}
    assert set(TITLES) < shown
    first = course.questions("neurons")[0].title
    assert explorer.picture.sentence == (
        f"1 · Neurons, question 1 of {COUNTS[0]}, “{first}”: still open."
    )


def test_each_cell_shows_how_its_question_stands(answered):
    explorer = progress_map()
    wanted = []
    for room, _ in course.LESSONS.values():
        for exercise in course.questions(room):
            outcome = answered.get(exercise.id)
            done = outcome in ("right", "noted")
            wanted.append("right" if done else "tried" if outcome else "open")
    assert signs(explorer) == tuple(STATES[state][2] for state in wanted)
    fills = explorer.figure.cells.get_facecolor()
    assert np.allclose(fills, [to_rgba(STATES[state][0]) for state in wanted])
    per_lesson = np.split(np.array(wanted), np.cumsum(COUNTS)[:-1])
    assert explorer.figure.counts.texts == tuple(
        f"{(row == 'right').sum()} of {len(row)}" for row in per_lesson
    )
    assert len(set(STATES[state][2] for state in STATES)) == len(STATES)


def test_the_sentence_counts_the_tries(answered):
    explorer = progress_map()
    said = []
    for question in (1, 2, 5):
        explorer.set({"question": question})
        said.append(explorer.picture.sentence.rsplit(": ", 1)[1])
    assert said == ["right after 1 try.", "not right yet after 2 tries.", "still open."]


def test_an_answer_that_was_given_meanwhile_is_there_after_the_next_move():
    explorer = progress_map()
    place = course.questions("neurons").index(neurons.weighted_sum)
    progress.note(neurons.weighted_sum.id, "right")
    assert signs(explorer)[place] == ""
    explorer.set({"question": place + 1})
    assert signs(explorer)[place] == "✓"
    assert explorer.picture.sentence.endswith("“One neuron's weighted sum”: right after 1 try.")


def test_every_question_can_be_chosen_and_is_framed_named_and_linked():
    explorer = progress_map()
    cell = 0
    for lesson, (notebook, (room, title)) in enumerate(course.LESSONS.items(), start=1):
        for place, exercise in enumerate(course.questions(room), start=1):
            explorer.set({"lesson": lesson, "question": place})
            start = f"{title}, question {place} of {COUNTS[lesson - 1]}, “{exercise.title}”: "
            assert explorer.picture.sentence.startswith(start)
            assert explorer._line == f"Go to [{title}]({notebook}.ipynb)."
            widths = explorer.figure.cells.get_linewidths()
            assert np.flatnonzero(np.array(widths) > 2).tolist() == [cell]
            cell += 1


def test_a_click_chooses_the_cell_under_it():
    explorer = progress_map()
    for lesson in range(len(COUNTS)):
        for place in (0, COUNTS[lesson] - 1):
            centre = explorer.figure.centres[explorer.figure.starts[lesson] + place]
            spot = (centre + np.array([9, -9])) / explorer.figure.fig.bbox.size
            explorer._point(1, [[0.5, 0.5], spot.tolist()])
            assert explorer.values == {"lesson": lesson + 1, "question": place + 1}


def test_arrow_keys_go_from_cell_to_cell_and_stop_at_the_ends():
    explorer = progress_map()
    for step, there in (
        ((1, 0), (1, 2)),
        ((0, -1), (2, 2)),
        ((0, 1), (1, 2)),
        ((0, 1), (1, 2)),
        ((-1, 0), (1, 1)),
        ((-1, 0), (1, 1)),
    ):
        explorer._step(*step)
        assert tuple(explorer.values.values()) == there


def test_a_shorter_lesson_has_no_cells_beyond_its_last():
    explorer = progress_map()
    longest, shortest = int(np.argmax(COUNTS)), int(np.argmin(COUNTS))
    explorer.set({"lesson": longest + 1, "question": COUNTS[longest]})
    explorer.controls["lesson"].value = shortest + 1
    assert explorer.values["question"] == COUNTS[shortest]


def test_the_link_follows_what_is_chosen_and_nothing_else(monkeypatch):
    lines = []
    explorer = progress_map()
    monkeypatch.setattr(review, "display", lambda data, **how: lines.append((data, how["update"])))
    monkeypatch.setattr(explorer.picture, "display", lambda layout: None)
    explorer._ipython_display_()
    explorer.set({"question": 5})
    explorer.set({"lesson": 3})
    told = ["Go to [1 · Neurons](01-neurons.ipynb).", "Go to [3 · Cost](03-cost.ipynb)."]
    assert [(data["text/markdown"], update) for data, update in lines] == [
        (told[0], False),
        (told[1], True),
    ]


def test_nothing_leaves_the_picture(answered):
    assert faults(progress_map().figure) == []


def test_a_move_redraws_only_what_moved():
    explorer = progress_map()
    for state in ({"lesson": 3}, {"question": 7}, {"lesson": len(COUNTS)}):
        explorer.set(state)
    assert explorer.picture._blitter.full_draws == 1


def test_its_state_is_plain_json_and_brings_the_picture_back(answered):
    explorer = progress_map()
    explorer.set({"lesson": 4, "question": 11})
    other = progress_map()
    other.set(json.loads(json.dumps(explorer.state)))
    assert other.picture.image.value == explorer.picture.image.value
    assert open_shared(explorer.share()).state == explorer.state


def test_a_file_that_cannot_be_read_leaves_everything_open(home):
    home.mkdir()
    (home / "progress.json").write_text("{ damaged")
    assert set(signs(progress_map())) == {""}
