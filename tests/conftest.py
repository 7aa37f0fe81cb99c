"""No test touches the progress of whoever runs it, or leaves its widgets behind."""

import gc
from collections import Counter

import pytest
from ipywidgets import Widget

from coursekit.page import cards
from coursekit.pictures import presenting
from coursekit.questions.session import current

# What takes longest begins first, so that the workers end together.
LONG = ("tests/browser/", "tests/classroom/", "tests/notebooks/", "notebooks/05", "notebooks/06")


def pytest_collection_modifyitems(items):
    """Put what takes long first, and leave the order as it is otherwise."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def closed():
    """Return how many widgets wait to be collected."""
    return Counter()


@pytest.fixture(autouse=True)
def let_go(closed):
    """Close what widgets a test has made: ipywidgets holds them all, and each explorer 7 MB."""
    made = []
    Widget.on_widget_constructed(made.append)
    yield
    Widget.on_widget_constructed(None)
    for widget in made:
        widget.close()
    presenting.dressing.cache_clear()  # some of them, perhaps
    closed["widgets"] += len(made)
    if closed["widgets"] > 500:  # to collect takes a while
        closed.clear()
        made.clear()
        gc.collect()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give every test a place of its own for a learner's file, and a learner who begins."""
    monkeypatch.setenv("COURSEKIT_HOME", str(tmp_path / "kept"))
    for learner in ("nobody", None):  # another one begins afresh
        current.begin(learner)
    return tmp_path / "kept"


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed, a bundle each."""
    bundles = []
    monkeypatch.setattr(cards, "display", lambda data, **kwargs: bundles.append(data))
    return bundles
