"""The map of all questions tells the truth about the learner's file, cell by cell."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from coursekit.lessons import LESSONS, asked
from coursekit.lessons.neurons.questions import weighted_sum
from coursekit.lessons.review import progress_map, progress_map_picture
from coursekit.lessons.review.progress_map_picture import STATES
from coursekit.questions import progress
from tests.pictures.by_itself import unpainted
from tests.pictures.faults import faults
from tests.pictures.reading import press

ASKED = [asked(notebook) for notebook in LESSONS]
COUNTS = [len(asked) for asked in ASKED]
STATE = {"right": "right", "noted": "right", "not yet": "tried", "right given": "tried"}


@pytest.fixture
def explorer():
    return unpainted(progress_map())


@pytest.fixture
def answered(home):
    """Leave a learner's file; return a map, and how each question of each lesson stands."""
    states = []
    for questions in ASKED:
        for place, question in enumerate(questions):
            outcome = ("right", "not yet", "noted", "right given", None)[place % 5]
            states.append(STATE.get(outcome, "open"))
            for _ in range(1 + place % 3 if outcome else 0):
                progress.note(question.id, outcome)
    return unpainted(progress_map()), states


def signs(explorer):
    return explorer.figure.signs.texts


def test_each_cell_shows_how_its_question_stands(answered):
    explorer, states = answered
    assert signs(explorer) == tuple(STATES[state][2] for state in states)
    assert len({sign for _, _, sign, _ in STATES.values()}) == len(STATES)
    fills = explorer.figure.cells.get_facecolor()
    assert np.allclose(fills, [to_rgba(STATES[state][0]) for state in states])
    per_lesson = np.split(np.array(states) == "right", np.cumsum(COUNTS)[:-1])
    told = tuple(f"{row.sum()} of {len(row)}" for row in per_lesson)
    assert explorer.figure.counts.texts == told
    assert faults(explorer.figure) == []


def test_the_sentence_counts_the_tries(answered):
    explorer, _ = answered
    tries = {1: "right after 1 try.", 2: "not right yet after 2 tries.", 5: "still open."}
    for question, said in tries.items():
        explorer.set({"question": question})
        assert explorer.picture.sentence.endswith(f": {said}")


def test_an_answer_that_was_given_meanwhile_is_there_after_the_next_move(explorer):
    place = ASKED[0].index(weighted_sum)
    progress.note(weighted_sum.id, "right")
    assert signs(explorer)[place] == ""
    explorer.set({"question": place + 1})
    assert signs(explorer)[place] == "✓"
    assert explorer.picture.sentence.endswith("“One neuron's weighted sum”: right after 1 try.")


def test_every_lesson_is_named_and_a_click_chooses_the_cell_under_it(explorer):
    named = {text.get_text() for text in explorer.figure.fig.axes[0].texts}
    assert {title for _, title in LESSONS.values()} < named
    for lesson, count in enumerate(COUNTS):
        for place in (0, count - 1):
            centre = explorer.figure.centres[explorer.figure.starts[lesson] + place]
            spot = (centre + np.array([9, -9])) / explorer.figure.fig.bbox.size
            explorer.pointer[0].stroke = [[0.5, 0.5], spot.tolist()]
            assert explorer.values == {"lesson": lesson + 1, "question": place + 1}


def test_arrow_keys_go_from_cell_to_cell_and_stop_at_the_ends(explorer):
    arrows = ("Right", "Down", "Up", "Up", "Left", "Left")
    places = [(1, 2), (2, 2), (1, 2), (1, 2), (1, 1), (1, 1)]
    for arrow, there in zip(arrows, places, strict=True):
        press(explorer, f"Arrow{arrow}")
        assert tuple(explorer.values.values()) == there


def test_a_shorter_lesson_has_no_cells_beyond_its_last(explorer):
    longest, shortest = int(np.argmax(COUNTS)), int(np.argmin(COUNTS))
    explorer.set({"lesson": longest + 1, "question": COUNTS[longest]})
    explorer.controls["lesson"].value = shortest + 1
    assert explorer.values["question"] == COUNTS[shortest]


def test_the_link_goes_to_the_lesson_of_what_is_chosen_and_to_nothing_else(explorer, monkeypatch):
    lines = []

    def show(data, **how):
        lines.append((data["text/markdown"], how["update"]))

    monkeypatch.setattr(progress_map_picture, "display", show)
    monkeypatch.setattr(explorer.picture, "display", lambda layout: None)
    explorer._ipython_display_()
    explorer.set({"question": 5})
    for lesson in range(2, len(LESSONS) + 1):
        explorer.set({"lesson": lesson})
    told = [f"Go to [{title}]({notebook}.ipynb)." for notebook, (_, title) in LESSONS.items()]
    assert lines == [(told[0], False), *((line, True) for line in told[1:])]


def test_a_file_that_cannot_be_read_leaves_everything_open(home):
    home.mkdir()
    (home / "progress.json").write_text("{ damaged")
    assert set(signs(unpainted(progress_map()))) == {""}
