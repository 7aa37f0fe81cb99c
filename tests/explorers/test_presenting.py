"""An explorer before a class, read through its widgets; tests/browser has the page's side."""

import io

import pytest
from PIL import Image

import coursekit
from coursekit import landscape, live, one_chain, one_neuron, practice_two, presenting
from coursekit.explorers import presenting as stage
from tests.explorers.pictures import faults
from tests.explorers.test_sharing import GIVEN, NAMES


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """Collect what goes to the page; before and after, nothing is presented."""
    bundles = []
    monkeypatch.setattr(live, "display", lambda shown, **kwargs: bundles.append(shown))
    monkeypatch.setattr(stage, "_shown", stage.WeakSet())
    yield bundles
    presenting(False)


def opened(open_it, *given):
    explorer = open_it(*given)
    explorer._ipython_display_()
    return explorer


def size(explorer):
    return Image.open(io.BytesIO(explorer.picture.image.value)).size


def classes(widget):
    return set(widget._dom_classes)


def test_what_is_open_and_what_comes_later_is_presented_alike():
    before = opened(one_neuron)
    presenting()
    after = opened(one_neuron)
    for explorer in (before, after):
        assert "ck-presented" in classes(explorer.picture.view)
        assert size(explorer) == (1500, 870)


def test_it_ends_as_it_was():
    explorer = opened(landscape)
    picture, children = explorer.picture.image.value, explorer.picture.view.children
    presenting(hide=["fog"])
    assert explorer.picture.view.children[: len(children)] == children
    presenting(False)
    assert explorer.picture.view.children == children
    assert explorer.picture.image.value == picture
    assert "ck-presented" not in classes(explorer.picture.view)
    assert "ck-hidden" not in classes(explorer.controls["fog"])


def test_twice_is_once():
    explorer = opened(one_neuron)
    presenting()
    children = explorer.picture.view.children
    presenting()
    assert explorer.picture.view.children == children


@pytest.mark.parametrize("name", NAMES)
def test_every_explorer_is_the_same_picture_only_larger(name):
    explorer = opened(getattr(coursekit, name), *GIVEN.get(name, []))
    plain, told = size(explorer), set(faults(explorer.figure))
    presenting()
    assert size(explorer) == tuple(round(1.5 * n) for n in plain)
    assert set(faults(explorer.figure)) <= told
    assert [c for c in explorer.controls.values() if "ck-main" in getattr(c, "_dom_classes", ())]


def test_a_move_redraws_only_what_moved_also_when_it_is_large():
    explorer = opened(one_neuron)
    presenting()
    before = explorer.picture._blitter.full_draws
    explorer.set({"b": 0.3})
    assert explorer.picture._blitter.full_draws == before
    assert size(explorer) == (1500, 870)


def test_the_still_keeps_its_size(shown):
    explorer = opened(one_chain)
    presenting()
    explorer.picture.settle()
    still = shown[-1]["image/png"]
    width, _ = Image.open(io.BytesIO(live.base64.b64decode(still))).size
    assert width == 1000
    assert len(still) * 3 / 4 <= live.STILL_BYTES


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
        ("one_neuron", "terms"),
        ("descent", "step"),
        ("long_chain", "step"),
        ("landscape", "start"),  # its "step" is how far an arrow key goes
        ("two_nudges", "h"),
        ("one_chain", "follow"),
        ("train_digits", "moment"),
    ],
)
def test_a_remote_steps_what_the_explorer_counts(name, main):
    explorer = opened(getattr(coursekit, name))
    presenting()
    marked = [
        n for n, c in explorer.controls.items() if "ck-main" in getattr(c, "_dom_classes", ())
    ]
    assert marked == [main]


def test_without_anywidget_it_is_large_and_has_no_keys(monkeypatch):
    monkeypatch.setattr(stage, "anywidget", None)
    stage._dressing.cache_clear()
    explorer = opened(one_neuron)
    presenting()
    (style,) = explorer.picture.view.children[-1:]
    assert style.value.startswith("<style>")
    assert "ck-presented" in classes(explorer.picture.view)
    stage._dressing.cache_clear()
