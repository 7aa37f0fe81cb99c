"""`update`: a newer lesson comes, and whatever a learner did to the older one stays."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.command import lessons, update
from coursekit.command.merging import merge

SAID = st.sampled_from(["z = ...", "z = 0.26", "# why", "", "neurons.one_neuron()"])


def cell(id, text, kind="code"):
    return {"cell_type": kind, "id": id, "metadata": {}, "source": text}


@st.composite
def histories(draw):
    """Return a lesson, what a learner made of it, and what the course made of it."""
    names = [f"c{n}" for n in range(draw(st.integers(0, 6)))]
    first = [cell(name, draw(SAID)) for name in names]

    def edited(who):
        cells = [dict(each) for each in first if draw(st.booleans()) or draw(st.booleans())]
        for each in cells:
            if draw(st.booleans()):
                each["source"] = draw(SAID) if who == "course" else f"{draw(SAID)} # {who}"
        for number in range(draw(st.integers(0, 3))):
            own = cell(f"{who}{number}", f"{who} wrote {number}")
            if who == "mine" and draw(st.booleans()):
                own = draw(
                    st.sampled_from([{k: v for k, v in own.items() if k != "id"}, *cells])
                    | st.just(own)
                )
                own = {**own, "source": f"mine wrote {number}"}
            cells.insert(draw(st.integers(0, len(cells))), own)
        return cells

    return first, edited("mine"), edited("course")


def base_of(cells):
    return {each["id"]: lessons.body(each) for each in cells}


@settings(max_examples=300, deadline=None)
@given(histories())
def test_nothing_of_the_learners_is_lost_and_all_that_is_new_comes(history):
    first, mine, new = history
    base = base_of(first)
    merged = merge(base, mine, new).cells
    said = [lessons.body(each) for each in merged]
    for each in mine:
        if lessons.body(each) != base.get(each.get("id")) and "mine" in each["source"]:
            assert lessons.body(each) in said
    present = {each.get("id") for each in mine}
    for each in new:
        if each["id"] in present or base.get(each["id"]) != lessons.body(each):
            assert lessons.body(each) in said or lessons.body(each) == base.get(each["id"])
    ids = [each["id"] for each in merged]
    assert len(set(ids)) == len(ids)
    assert merge(base_of(new), merged, new).cells == merged  # a second time changes nothing


@given(histories())
def test_who_changed_nothing_gets_the_lesson_and_an_unchanged_lesson_changes_nothing(history):
    first, mine, new = history
    assert merge(base_of(first), first, new).cells == new
    nobody_moved = merge(base_of(first), mine, first).cells
    assert sorted(each["source"] for each in nobody_moved) == sorted(m["source"] for m in mine)


TOP, ASKED, OLD = cell("a", "# Neurons", "markdown"), cell("b", "z = ..."), cell("c", "old()")
FIRST = [TOP, ASKED, OLD]
ANSWERED = cell("b", "z = 0.26")


@pytest.mark.parametrize(
    ("mine", "new", "expected"),
    [
        (
            [TOP, ANSWERED, OLD],
            [TOP, ASKED, cell("c", "new()")],
            ["# Neurons", "z = 0.26", "new()"],
        ),
        ([TOP, ANSWERED, OLD], [TOP, cell("b", "y = ...")], ["# Neurons", "z = 0.26", "y = ..."]),
        ([TOP, OLD], [TOP, ASKED, OLD], ["# Neurons", "old()"]),
        ([TOP, OLD], [TOP, cell("b", "y = ..."), OLD], ["# Neurons", "y = ...", "old()"]),
        (
            [cell("own", "mine"), *FIRST, cell("two", "mine too")],
            [cell("n", "first"), *FIRST[::-1]],
            ["mine", "first", "old()", "mine too", "z = ...", "# Neurons"],
        ),
        ([TOP, ANSWERED, OLD], [OLD], ["z = 0.26", "old()"]),
        ([{**TOP, "id": None}, ASKED], FIRST, ["# Neurons", "z = ..."]),
    ],
    ids=["answered", "both", "deleted", "deleted and new", "own", "dropped", "without ids"],
)
def test_what_becomes_of_a_cell(mine, new, expected):
    merged = merge(base_of(FIRST), mine, new)
    assert [each["source"] for each in merged.cells] == expected


def written(cells):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a function that publishes a version of one lesson, and the learner's folder."""
    source, folder = tmp_path / "source", tmp_path / "mine"
    source.mkdir()
    monkeypatch.setattr(lessons, "PACKED", source)

    def publish(cells, name="01-neurons.ipynb"):
        (source / name).write_bytes(written(cells))

    publish(FIRST)
    lessons.copy_missing(folder)
    return publish, folder


HALF = b'{"cells": ['


@pytest.mark.parametrize(
    ("mine", "result", "beside"),
    [
        (None, "replaced", []),
        (written([TOP, ANSWERED, OLD]), "merged", ["earlier"]),
        (written([TOP, cell("b", "half an emoji: \ud83d"), OLD]), "merged", ["earlier"]),
        (HALF, "kept", ["01-neurons-"]),
        (b'{"cells": 3, "nbformat": 4}', "kept", ["01-neurons-"]),
        ("".encode("utf-16"), "kept", ["01-neurons-"]),
        ("removed", "removed", []),
    ],
)
def test_a_copy_is_replaced_merged_or_left_with_the_newer_beside(course, mine, result, beside):
    publish, folder = course
    copy = folder / "01-neurons.ipynb"
    if mine == "removed":
        copy.unlink()
    elif mine is not None:
        copy.write_bytes(mine)
    publish(new := [TOP, ASKED, cell("c", "new()")])
    told = list(update.update(folder))
    texts = [path.read_bytes() for path in folder.rglob("*.ipynb")]
    others = {path.name for path in folder.iterdir()} - {copy.name, lessons.RECORD}
    assert [name for name in others if not name.startswith(tuple(beside or ["-"]))] == []
    assert len(others) == len(beside)
    assert mine in (None, "removed") or mine in texts
    assert len(told) == (result != "removed")
    if result == "replaced":
        assert texts == [written(new)]
    if result == "merged":
        assert json.loads(copy.read_bytes())["cells"][2] == new[2]
        assert list(update.update(folder)) == []


def test_lessons_that_came_otherwise_stay_and_the_newer_stands_beside(course):
    publish, folder = course
    (folder / lessons.RECORD).write_text("{}")
    publish([TOP], "02-matrix.ipynb")
    publish([TOP])
    assert len(list(update.update(folder))) == 2
    assert (folder / "01-neurons.ipynb").read_bytes() == written(FIRST)
    assert (folder / "02-matrix.ipynb").read_bytes() == written([TOP])
