"""One explorer a cell: what a cell showed when it ran before is gone."""

import pytest
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances

from coursekit.lessons.cost import squares
from coursekit.lessons.training import descent, draw_digit
from coursekit.pictures import cells
from coursekit.pictures.explorer import shown


@pytest.fixture
def run(monkeypatch):
    """Return a function that shows an explorer in a cell, as its n-th run."""
    monkeypatch.setattr(cells, "_cells", {})

    def run(explorer, cell, number):
        parent = {"metadata": {"cellId": cell}, "header": {"msg_id": f"{cell} {number}"}}
        shell = type("Shell", (), {"get_parent": lambda self: parent, "kernel": None})()
        monkeypatch.setattr(cells, "get_ipython", lambda: shell)
        explorer._ipython_display_()
        return explorer

    return run


@pytest.mark.parametrize("open_it", [squares, descent, draw_digit])
def test_a_cell_that_runs_again_leaves_no_more_widgets_than_once(open_it, run):
    run(open_it(), "a", 0)
    once = len(_instances)
    run(open_it(), "a", 1)
    assert len(_instances) == once


def test_what_a_cell_has_shown_before_is_no_more_than_its_numbers(run):
    before = run(squares(), "a", 0)
    values = before.values
    run(squares(), "a", 1)
    assert before.values == values
    held = [*vars(before).values(), *before.controls.values()]
    assert not any(isinstance(each, Widget) for each in held)


def test_what_another_cell_shows_too_stays(run):
    both = run(squares(), "a", 0)
    run(both, "b", 0)
    run(squares(), "a", 1)
    assert both.picture.stage is not None
    assert both in shown


def test_two_explorers_of_one_run_stay(run):
    first, second = (run(squares(), "a", 0) for _ in range(2))
    assert {first, second} <= set(shown)
