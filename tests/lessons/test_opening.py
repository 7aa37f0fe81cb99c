"""Strings that somebody shared open for good: those of the first form, `CK1.`, still do."""

import json
from pathlib import Path

import pytest

from coursekit import open_shared
from coursekit.lessons.opening import FORMER, kinds
from coursekit.pictures.sharing import read, written

# a string of each picture, as the course wrote it when pictures were named by their class
SHARED = json.loads(Path(__file__).with_name("shared_by_the_first_house.json").read_text("utf-8"))


@pytest.mark.parametrize("name", SHARED)
def test_what_was_shared_before_the_move_opens_as_the_same_picture(name):
    assert SHARED[name].startswith("CK1.")
    explorer, (_, state, _) = open_shared(SHARED[name]), read(SHARED[name])
    state = {key: value for key, value in state.items() if key not in explorer.former}
    assert explorer.name.partition(".")[2] == name.removeprefix("cost_")
    assert written({**explorer.state, **state}) == written(explorer.state)


def test_every_picture_of_then_has_its_name_of_now():
    assert set(FORMER.values()) <= set(kinds())
    assert len(SHARED) == len(FORMER)
