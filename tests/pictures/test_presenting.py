"""An explorer before a class, read through its widgets; tests/browser has the page's side."""

import io

import pytest
from PIL import Image

from coursekit import presenting
from coursekit.lessons.chain_rule import one_chain, practice_two
from coursekit.lessons.cost import landscape
from coursekit.lessons.neurons import one_neuron
from coursekit.lessons.opening import kinds
from coursekit.pictures import live
from coursekit.pictures.explorer import shown as on_the_page
from coursekit.pictures.still import STILL_BYTES
from tests.pictures.by_itself import pixels
from tests.pictures.test_sharing import GIVEN, NAMES


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """Collect what goes to the page; before and after, nothing is presented."""
    bundles = []
    monkeypatch.setattr(live, "display", lambda shown, **kwargs: bundles.append(shown))
    on_the_page.clear()
    yield bundles
    presenting(False)


def opened(open_it, *given):
    explorer = open_it(*given)
    explorer._ipython_display_()
    return explorer


def classes(widget):
    return set(widget._dom_classes)


def test_what_is_open_and_what_comes_later_is_presented_alike():
    before = opened(one_neuron)
    presenting()
    after = opened(one_neuron)
    for explorer in (before, after):
        assert "ck-presented" in classes(explorer.picture.view)


def test_it_ends_as_it_was():
    explorer = opened(landscape)
    picture, children = pixels(explorer), explorer.picture.view.children
    presenting(hide=["fog"])
    assert explorer.picture.view.children[: len(children)] == children
    presenting(False)
    assert explorer.picture.view.children == children
    assert pixels(explorer) == picture
    assert "ck-presented" not in classes(explorer.picture.view)
    assert "ck-hidden" not in classes(explorer.controls["fog"])


def test_twice_is_once():
    explorer = opened(one_neuron)
    presenting()
    children = explorer.picture.view.children
    presenting()
    assert explorer.picture.view.children == children


@pytest.mark.parametrize("name", NAMES)
def test_every_explorer_is_the_same_picture_and_has_a_main_slider(name):
    explorer = opened(kinds()[name](), *GIVEN.get(name, []))
    plain = pixels(explorer)
    presenting()
    assert pixels(explorer) == plain
    assert [c for c in explorer.controls.values() if "ck-main" in getattr(c, "_dom_classes", ())]


def test_a_move_redraws_only_what_moved_also_when_it_is_large():
    explorer = opened(one_neuron)
    presenting()
    before = explorer.picture.strokes.full_draws
    explorer.set({"b": 0.3})
    assert explorer.picture.strokes.full_draws == before


def test_the_still_keeps_its_size(shown):
    explorer = opened(one_chain)
    presenting()
    explorer.picture.settle()
    still = shown[-1]["image/png"]
    width, _ = Image.open(io.BytesIO(live.base64.b64decode(still))).size
    assert width == 1000
    assert len(still) * 3 / 4 <= STILL_BYTES


def test_a_teacher_hides_controls_and_buttons_by_name():
    covered, walked = opened(practice_two), opened(landscape)
    presenting(hide=["show", "knobs", "fog"])
    hidden = [covered.show, covered.knobs.amount, walked.controls["fog"]]
    assert all("ck-hidden" in classes(widget) for widget in hidden)
    assert "ck-hidden" not in classes(covered.controls["step"])
    presenting(hide="step")
    assert "ck-hidden" in classes(covered.controls["step"])
    assert not any("ck-hidden" in classes(widget) for widget in hidden)


def test_what_no_explorer_has_cannot_be_hidden():
    presenting(hide=["anything"])  # nothing is open yet, so nothing is known
    opened(one_neuron)
    with pytest.raises(KeyError, match=r"no explorer here has a control fogg; there are .*'terms'"):
        presenting(hide=["b", "fogg"])


@pytest.mark.parametrize(
    ("name", "main"),
    [
        ("neurons.one_neuron", "terms"),
        ("training.descent", "step"),
        ("chain_rule.long_chain", "step"),
        ("cost.landscape", "start"),  # its "step" is how far an arrow key goes
        ("chain_rule.two_nudges", "h"),
        ("chain_rule.one_chain", "step"),
        ("training.train_digits", "moment"),
    ],
)
def test_a_remote_steps_what_the_explorer_counts(name, main):
    explorer = opened(kinds()[name]())
    presenting()
    marked = [
        n for n, c in explorer.controls.items() if "ck-main" in getattr(c, "_dom_classes", ())
    ]
    assert marked == [main]
