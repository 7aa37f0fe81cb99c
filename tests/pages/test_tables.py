"""An explorer as a table: what its controls show at every place, without a kernel."""

import base64
import json
import zlib
from operator import attrgetter

import pytest

import coursekit
from tools.pages import stage
from tools.pages.asks import asked_after, beyond
from tools.pages.sizes import fitting


def picture_of(explorer, asked=()):
    """Return a picture in its largest version."""
    return fitting([stage.picture_of(explorer, asked)])[0]


CHEAP = (
    *("neurons.one_neuron", "neurons.digit_neuron", "neurons.layers"),
    *("matrix_activation.one_layer", "matrix_activation.digit_reader"),
    *("cost.squares", "cost.along_weight", "cost.landscape"),
    *("chain_rule.two_nudges", "chain_rule.one_chain", "chain_rule.long_chain"),
    *("chain_rule.paths", "chain_rule.averages", "chain_rule.practice_two"),
    *("training.descent", "training.small_descent", "training.fifty_starts"),
    "training.draw_digit",
)


@pytest.mark.parametrize("name", CHEAP)
def test_an_explorer_names_the_control_that_shows_most(name):
    explorer = attrgetter(name)(coursekit)()
    control = explorer.controls[explorer.main]
    assert hasattr(getattr(control, "amount", control), "value")


def head_of(shown):
    """Return the JSON of a picture's block."""
    plain = zlib.decompress(base64.b64decode(shown["table"]))
    return json.loads(plain[4 : 4 + int.from_bytes(plain[:4], "little")])


def sentence_at(shown, *places):
    """Return what a page says where its controls stand at these places, the first control first."""
    at = 0
    for axis, place in reversed(list(zip(shown["axes"], places, strict=True))):
        at = at * len(axis["texts"]) + place
    head = head_of(shown)
    return head["sentences"][head["places"][at][0]]


def labels(shown):
    return [axis["label"] for axis in shown["axes"]]


def test_a_table_says_at_each_place_of_all_its_controls_what_the_explorer_says():
    explorer = coursekit.neurons.one_neuron()
    before, shown = explorer.state, picture_of(explorer, ["w₀"])
    assert explorer.state == before
    assert labels(shown) == ["terms", "w₀"]
    for terms, w0 in ((0, 27), (4, 0), (2, 30)):
        assert [axis["texts"][k] for axis, k in zip(shown["axes"], (terms, w0), strict=True)] == [
            str(terms),
            f"{-1.5 + w0 / 10:.6g}".replace("-", "−"),
        ]
        explorer.set({"terms": terms, "w0": round(-1.5 + w0 / 10, 1)})
        assert sentence_at(shown, terms, w0) == explorer.picture.sentence
    assert "w₁" in shown["elsewhere"]


def test_what_is_drawn_alike_at_several_places_is_kept_once():
    explorer = coursekit.neurons.one_neuron()
    head = head_of(picture_of(explorer, ["b"]))
    looks = {tuple(numbers) for _, *numbers in head["places"]}
    assert len(looks) == len(head["places"]) == 5 * 31
    assert len(head["kept"]) < len(looks) * len(head["places"][0]) / 3


@pytest.mark.parametrize(
    ("opened", "by_hand", "asked", "expected"),
    [
        (lambda: coursekit.cost.along_weight().at(b=-4.0), ["b"], [], ["b", "w"]),
        (coursekit.cost.landscape, [], [], ["w₁", "w₂", "fog"]),
        (coursekit.chain_rule.one_chain, [], ["follow", "drag"], ["step", "follow"]),
        (coursekit.neurons.layers, [], ["layer", "image"], ["image", "layer"]),
    ],
)
def test_what_moves_is_the_main_control_then_what_the_text_asks_for_then_ticks(
    opened, by_hand, asked, expected
):
    explorer = opened()
    explorer.moved_by_hand = by_hand
    assert [axis.label for axis in stage._wanted(explorer, asked)] == expected


def test_a_map_takes_clicks_where_both_its_weights_move():
    explorer = coursekit.cost.landscape()
    axes = stage._wanted(explorer, [])
    pad = stage._pad(explorer, axes)
    assert pad["ends"] == [[-8.0, -8.0], [8.0, 8.0]]
    assert [len(values) for values in pad["values"]] == [17, 17]
    assert stage._pad(explorer, axes[:1]) is None


def test_covered_results_stay_covered_until_the_control_moves():
    shown = picture_of(coursekit.chain_rule.practice_two())
    (step,) = shown["axes"]
    assert (step["label"], step["opening"], len(step["texts"])) == ("step", 0, 9)
    assert shown["sentence"].endswith("All results are covered.")
    assert sentence_at(shown, 0) == shown["sentence"] != sentence_at(shown, 8)


def test_where_nothing_changes_any_more_a_control_ends_and_one_that_changes_nothing_is_left_out():
    explorer = coursekit.cost.squares().at(squares=3)
    explorer.main = "a00"
    a00 = explorer.controls["a00"]
    explorer.refresh = lambda: f"It goes no further than {min(a00.value, 0.5)}."
    shown = picture_of(explorer, ["example"])
    assert labels(shown) == ["a₀"]
    assert (shown["axes"][0]["texts"][0], shown["axes"][0]["texts"][-1]) == ("0", "0.8")
    explorer.refresh = lambda: "It stands still."
    explorer.controls["a00"].value = 0.5
    shown = picture_of(explorer)
    assert (shown["axes"], shown["table"], shown["sentence"]) == ([], "", "It stands still.")


@pytest.mark.parametrize(
    ("text", "cannot"),
    [
        ("Move *step* from 0 to 8.", []),
        ("Set *step* to 4, and *step* to 3.", ["*step* to 3"]),
        ("Choose `y 0` under *drag*, then click on the map.", ["*drag*", "a click on the picture"]),
        ("A **step** is a *stride*.", []),
        ("`cost.one_example.hint()` gives a hint.", ["cells to run"]),
    ],
)
def test_what_a_text_asks_for_is_held_against_what_the_page_can_move(text, cannot):
    axes = [{"label": "step", "texts": ["0", "4", "8"]}]
    shown = {"axes": axes, "elsewhere": ["drag", "h"], "pad": None}
    assert beyond(text, shown) == cannot


def test_a_picture_is_asked_for_what_stands_between_it_and_the_next():
    from nbformat.v4 import new_code_cell, new_markdown_cell

    cells = [
        *(new_code_cell("from coursekit import cost"), new_code_cell("cost.squares()")),
        *(new_markdown_cell("Move *squares*."), new_code_cell("cost.one_example.ask()")),
        *(new_markdown_cell("Turn $a_0$ to 1."), new_code_cell("cost.landscape()")),
        new_markdown_cell("Take the tick from *fog*."),
    ]
    assert asked_after(cells) == {2: ["squares", "a₀"], 4: ["fog"]}


def test_where_a_page_is_too_large_the_largest_table_has_fewer_places_and_keeps_where_it_stood():
    explorer = coursekit.neurons.one_neuron()
    picture = stage.picture_of(explorer, ["b"])
    (whole,), (small, fewer) = fitting([picture]), fitting([picture, picture], most=0)
    assert small == fewer
    assert labels(small) == ["terms"]
    thinned = picture | picture["versions"][1]
    (_, b), (_, all_b) = thinned["axes"], whole["axes"]
    assert b["texts"][b["opening"]] == all_b["texts"][all_b["opening"]] == "−0.4"
    assert sentence_at(thinned, 4, 3) == sentence_at(whole, 4, 2 * 3 + all_b["opening"] % 2)
    sizes = [len(version["table"]) for version in picture["versions"]]
    assert sizes == sorted(sizes, reverse=True)
