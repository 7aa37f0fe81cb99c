"""Predictions: kept with how sure one was, set beside what comes, and told by nothing before."""

import json
import re
from importlib import import_module
from pathlib import Path

import nbformat
import pytest

from coursekit.lessons import LESSONS, TITLES, predictions
from coursekit.lessons.review.calibration import certainty
from coursekit.questions import progress, told
from coursekit.questions.prediction import RECORD, Amount, InWords, OneOf

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
EVERY = [one for folder in TITLES for one in predictions(folder)]
FOLDED = re.compile(r"<details>.*?</details>", re.S)
MADE = {
    "outcome": lambda: 1,
    "tells": (),
}
ONE = OneOf("test.one", "test.it", "Up or down?", options=("up", "down"), **MADE)
COUNT = Amount("test.count", "test.it", "How many?", within=2, unit=" %", **MADE)
WORDS = InWords("test.words", "test.it", "Which?", **MADE | {"outcome": lambda: "4 and 9"})


@pytest.fixture
def entries(monkeypatch):
    """Collect what one answers with: the entry, and the row of buttons below it."""
    entries = []
    monkeypatch.setattr(
        told, "display", lambda view, **how: entries.append(view.children[0].children)
    )
    return entries


# -- what one is told --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answer", "sure", "line"),
    [
        (ONE, "a", 3, "You said “up”; it is “down”. You were certain."),
        (ONE, "B", 1, "You said “down”, and so it is. It was a guess."),
        (COUNT, "2,5%", 2, "You said 2.5 %; it is 1 %, and that is near. You were fairly sure."),
        (COUNT, "−1/2", 1, "You said −0.5 %; it is 1 %, and that is near. It was a guess."),
        (COUNT, 4, 2, "You said 4 %; it is 1 %. You were fairly sure."),
        (WORDS, "3 and 8", 3, "You said “3 and 8”; it is 4 and 9. You were certain."),
    ],
)
def test_a_guess_is_kept_and_set_beside_what_comes(shown, asked, answer, sure, line):
    asked.predict(answer, sure=sure)
    assert shown[-1]["text/plain"].startswith(f"Kept. You say {line.split()[2].strip(';,')}")
    record = json.loads(json.dumps(shown[-1][RECORD]))
    assert (record["prediction"], record["sure"]) == (asked.id, sure)
    asked.compare()
    assert shown[-1]["text/plain"] == line
    assert RECORD not in shown[-1]


@pytest.mark.parametrize(
    ("asked", "answer", "sure", "said"),
    [
        (ONE, "C", 2, "Answer with a letter in quotes, A to B."),
        (ONE, 1, 2, "Answer with text: put it between quotes."),
        (ONE, "A", 4, "sure is 1 (a guess), 2 (fairly sure) or 3 (certain)."),
        (COUNT, "many", 2, "“many” is no number. Write one, such as 12."),
        (COUNT, [1, 2], 2, "These are several numbers. One is wanted."),
        (WORDS, " ", 2, "Answer first."),
    ],
)
def test_what_is_no_guess_is_explained_and_not_kept(shown, asked, answer, sure, said):
    asked.predict(answer, sure=sure)
    assert shown[-1]["text/plain"].endswith(said)
    assert progress.guesses() == ({}, "")


def test_without_a_guess_nothing_is_told_of_what_comes(shown, entries):
    for asked in EVERY:
        asked.predict()
        asked.compare()
        assert shown[-1]["text/plain"] == (
            f"No guess was kept. `{asked.id}.predict()`, in a cell further up, keeps one. "
            "Then run this again."
        )
    assert not any(RECORD in bundle for bundle in shown)


@pytest.mark.parametrize(
    ("asked", "enter"),
    [
        (ONE, lambda entry: entry.children[1].click()),
        (COUNT, lambda entry: setattr(entry, "value", "1")),
        (WORDS, lambda entry: setattr(entry, "value", "4 and 9")),
    ],
)
def test_the_button_that_says_how_sure_one_is_keeps_the_guess(shown, entries, asked, enter):
    asked.predict()
    entry, row = entries[0]
    _, steps = row.children
    guess, fairly, certain = steps.children
    guess.click()
    assert shown[-1]["text/plain"].startswith("No guess yet. Answer first.")
    enter(entry)
    certain.click()
    fairly.click()
    assert shown[-1][RECORD]["sure"] == 2
    asked.predict()  # the cell is run once more
    assert shown[-1][RECORD]["sure"] == 2


def test_what_one_said_before_one_saw_it_stays(shown):
    ONE.predict("A", sure=3)
    ONE.compare()
    ONE.predict("B", sure=1)
    assert "the guess of before stays" in shown[-1]["text/plain"]
    assert progress.guesses()[0]["test.one"] == progress.Guess("up", 3, compared=True, right=False)


def test_with_the_brackets_forgotten_it_says_so():
    assert repr(ONE) == "A prediction. Write test.one.predict() to see it."
    assert repr(ONE.compare) == "Write test.one.compare(), with brackets."


def test_the_review_says_how_well_certainty_fits(shown):
    certainty()
    assert shown[-1]["text/plain"].startswith("Your certainty: You have not compared a guess yet")
    for number, (guess, sure) in enumerate([("A", 3), ("B", 3), ("B", 3), ("A", 1)]):
        one = OneOf(f"test.{number}", "test.it", "?", options=("up", "down"), **MADE)
        one.predict(guess, sure=sure)
        one.compare()
    certainty()
    said = shown[-1]["text/plain"]
    assert "Of the 3 guesses of which you were certain, 2 came true." in said
    assert "| a guess | 1 | 0 |" in said


# -- every prediction of the course ------------------------------------------------------------


def cells():
    """Return (notebook, place, cell) of all notebooks, in the order of the lessons."""
    for notebook in LESSONS:
        read = nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4)
        yield from ((notebook, place, cell) for place, cell in enumerate(read.cells))


CELLS = list(cells())


def first(words, begin=0):
    """Return the first code cell from here on that holds these words, or None."""
    code = ((k, cell) for k, (_, _, cell) in enumerate(CELLS) if cell.cell_type == "code")
    return next((k for k, cell in code if k >= begin and words in cell.source), None)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_each_stands_before_its_picture_and_nothing_tells_what_comes(one):
    lesson, _, name = one.picture.partition(".")
    assert name in dir(import_module(f"coursekit.lessons.{lesson}"))
    asked = first(f"{one.id}.predict()")
    opened = first(f"{one.picture}", asked)
    compared = first(f"{one.id}.compare()", opened)
    assert asked < opened < compared
    after = next(k for k in range(compared, len(CELLS)) if CELLS[k][2].cell_type == "markdown")
    for _, _, cell in CELLS[asked + 1 : after + 1]:
        told = [FOLDED.sub("", cell.source)] if cell.cell_type == "markdown" else []
        told += [output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", ())]
        for text, pattern in ((text, pattern) for text in told for pattern in one.tells):
            assert not re.search(pattern, text), f"{pattern} in: {text[:300]}"


TRAINED = {  # first, which takes a while
    "overfitting.held_out_of_a_thousand",
    "overfitting.own_of_fifty_thousand",
    "review.after_one_epoch",
}


@pytest.mark.parametrize(
    "one",
    [pytest.param(one, marks=[pytest.mark.slow] * (one.id in TRAINED), id=one.id) for one in EVERY],
)
def test_what_comes_can_be_said(one, shown):
    """An outcome is an entry of the options, a finite number, or a text that fits itself."""
    comes = one.outcome()
    answer = {OneOf: lambda: "ABCDEFGH"[comes], Amount: lambda: comes, InWords: lambda: comes[:7]}
    one.predict(answer[type(one)]())
    one.compare()
    assert progress.guesses()[0][one.id].right
