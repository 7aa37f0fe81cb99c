"""A record's answer is judged anew; whatever else it says gains nothing, and is noticed."""

import json

import numpy as np
import pytest

from coursekit.classroom.assessment import Ran, assess, best
from coursekit.classroom.notebook import KEY_NOTE, Cell, NoNotebook, parse, worth_running
from coursekit.classroom.records import TO_RUN, Foreign, judged
from coursekit.lessons import chain_rule
from coursekit.lessons.neurons import questions as neurons
from coursekit.lessons.review import questions as review
from coursekit.lessons.review.network_as_json import pack
from coursekit.network.network import Network
from tests.answers.neurons import ANSWERS, WRONG
from tests.classroom import submissions

SUM, WRITE = neurons.weighted_sum, neurons.write_sigmoid
RIGHT_SUM = ANSWERS["weighted_sum"]
WRONG_SUM, SLIP = WRONG["weighted_sum"]
FUNCTION = "def sigmoid(z):\n    " + ANSWERS["write_sigmoid"] + "\n"


def assessed(notebook, ran=None):
    return assess(parse(json.dumps(notebook).encode()), ran)


def outcomes(found):
    names = {answer.question for answer in found.answers}
    best_of = {n: best([a for a in found.answers if a.question == n])[0] for n in names}
    return {n: a.outcome for n, a in best_of.items() if a.attempted}


def one_check(source, *records):
    notebook = submissions.code("from coursekit import neurons", source)
    notebook["cells"][1]["outputs"] = [
        {"output_type": "display_data", "data": submissions.shown(record)} for record in records
    ]
    return notebook


def a_sum(answer=RIGHT_SUM, **changed):
    return submissions.record(SUM, answer) | changed


def source_with(answer):
    return f"z = {answer}\nneurons.weighted_sum.check(z)"


def test_a_right_answer_is_right_and_a_slip_has_its_name():
    assert judged(a_sum(), 0).outcome == "right"
    found = judged(a_sum(WRONG_SUM), 3)
    assert (found.outcome, found.slip, found.cell) == ("not yet", SLIP, 3)


@pytest.mark.parametrize(
    "claim", [{"outcome": "right"}, {"slip": None}, {"attempt": -5}, {"attempt": "many"}, {"x": 1}]
)
def test_a_record_that_claims_too_much_gains_nothing(claim):
    found = judged(a_sum(WRONG_SUM, **claim), 0)
    assert (found.outcome, found.slip, found.attempt >= 0) == ("not yet", SLIP, True)


def test_a_claim_that_is_not_so_is_noticed():
    forged = a_sum(WRONG_SUM, outcome="right", slip=None)
    found = assessed(one_check(source_with(WRONG_SUM), forged))
    assert outcomes(found) == {SUM.id: "not yet"}
    assert "the notebook says “right”, judged anew it is “not yet”" in found.remarks[0]


@pytest.mark.parametrize(
    "broken",
    [
        {"exercise": "neurons.nothing"},
        {"exercise": ["neurons.weighted_sum"]},
        {"learner": {"a": 1}},
        {"learner": "<script>"},
        {"variant": -1},
        {"variant": 10**30},
        {"variant": True},
        {"variant": "0"},
        {"numbers": 0},
        {"numbers": 99},
        {"numbers": "2"},
    ],
)
def test_what_the_kit_would_not_have_written_is_no_record(broken):
    with pytest.raises(Foreign):
        judged(a_sum(**broken), 0)
    assert assessed(one_check(source_with(1), a_sum(**broken))).remarks


@pytest.mark.parametrize("version", [1, 2])
def test_a_record_is_judged_with_the_numbers_that_its_version_drew(version):
    x = SUM.numbers("ada", 3, version)
    record = a_sum(round(float(SUM.answer(x)), 4), learner="ada", variant=3, numbers=version)
    if version == 1:
        del record["numbers"]  # before, records had no mark
    assert judged(record, 0).outcome == "right"


@pytest.mark.parametrize(
    "data",
    ["x", {}, [], [[1, 2], [3]], True, [None], 1e999, float("nan"), [[[[[[[[1]]]]]]]], {"a": 1}],
)
def test_an_answer_of_any_shape_is_judged_without_a_fall(data):
    for question in (SUM, neurons.activation, neurons.first_layer, WRITE):
        record = submissions.record(question, None) | {"answer": data, "earlier": data}
        assert judged(record, 0).outcome not in ("right", "right given")
        assert judged(record | {"results": data}, 0, "run").outcome not in ("right", "right given")
    record = submissions.record(chain_rule.practice_step, None)
    for earlier in (data, [[1.0, 2.0], [3.0, 4.0]]):
        found = judged(record | {"answer": 0.5, "earlier": earlier}, 0)
        assert found.outcome != "right"


def test_what_follows_from_an_earlier_answer_is_right_given_it():
    following = round(float(1 / (1 + np.exp(-WRONG_SUM))), 4)
    record = submissions.record(neurons.activation, following) | {"earlier": WRONG_SUM}
    assert judged(record, 0).outcome == "right given"


def test_a_trained_network_is_judged_by_what_it_reads():
    start = pack(Network.random([784, 16, 10], np.random.default_rng(0)))
    record = submissions.record(review.digit_reader, start)
    found = judged(record | {"outcome": "right", "slip": None}, 0)
    assert (found.outcome, found.slip) == ("not yet", "the network before training")
    for damaged in ({}, start | {"sizes": [784, 10]}, start | {"numbers": "x"}, {"sizes": 1e9}):
        assert judged(record | {"answer": damaged}, 0).outcome == "explained"


# -- functions ---------------------------------------------------------------------------------


def a_function(source=FUNCTION):
    record = submissions.record(WRITE, source)
    check = f"{source}\nneurons.write_sigmoid.check(sigmoid)"
    return one_check(check, record), Ran(records=((1, submissions.with_results(record)),))


@pytest.mark.parametrize(
    ("source", "outcome"), [(FUNCTION, "right"), ("def sigmoid(z):\n    return z\n", "not yet")]
)
def test_a_function_is_judged_by_what_it_returned_and_until_then_neither_right_nor_wrong(
    source, outcome
):
    notebook, ran = a_function(source)
    saved = assessed(notebook)
    assert (outcomes(saved), saved.to_run) == ({WRITE.id: TO_RUN}, True)
    assert outcomes(assessed(notebook, ran)) == {WRITE.id: outcome}


def test_a_function_that_running_does_not_bring_up_again_stays_open_and_is_named():
    notebook, _ = a_function()
    found = assessed(notebook, Ran(stopped={1: "ModuleNotFoundError"}))
    assert outcomes(found) == {WRITE.id: TO_RUN}
    assert "does not bring it up again (ModuleNotFoundError)" in " ".join(found.remarks)


def test_saved_results_of_a_function_are_not_believed():
    notebook, ran = a_function()
    notebook["cells"][1]["outputs"][0]["data"] = submissions.shown(ran.records[0][1])
    assert outcomes(assessed(notebook)) == {WRITE.id: TO_RUN}


# -- what is missing ---------------------------------------------------------------------------


def test_the_lessons_themselves_are_nothing_to_remark_on():
    for lesson in submissions.BARE:
        found = assessed(submissions.starter(lesson))
        assert (outcomes(found), found.remarks, found.to_run) == ({}, [], False)


def cleared(notebook):
    for cell in notebook["cells"]:
        cell["outputs"] = []
    return notebook


def as_text(notebook):
    cell = next(c for c in notebook["cells"] if "weighted_sum.check" in "".join(c["source"]))
    cell["cell_type"] = "markdown"
    return notebook


@pytest.mark.parametrize(
    ("damage", "remark"),
    [
        (cleared, "no outcome is saved: neurons.activation"),
        (as_text, "in a cell of text, where nothing is run: neurons.weighted_sum"),
        (lambda notebook: notebook, "one pressed after a reload is not): neurons.first_layer"),
        (
            lambda notebook: (
                notebook["cells"].insert(0, {"cell_type": "markdown", "source": KEY_NOTE})
                or notebook
            ),
            "this is the key",
        ),
        (
            lambda notebook: (
                notebook["cells"].append(
                    {"cell_type": "markdown", "source": "**Solution: The sum**\n\nz = 1"}
                )
                or notebook
            ),
            "was made from it",
        ),
    ],
)
def test_what_is_missing_or_odd_is_named(damage, remark):
    answers = {"weighted_sum": RIGHT_SUM, "brighten_by": ANSWERS["brighten_by"]}
    notebook = damage(submissions.answered("01-neurons", answers))
    assert remark in " ".join(assessed(notebook).remarks)


def test_a_notebook_without_outputs_is_to_be_run():
    assert assessed(cleared(submissions.answered("01-neurons", {"weighted_sum": 1}))).to_run


@pytest.mark.parametrize("module", ["coursekit", "coursekit.exercises"])
def test_a_hand_in_of_today_and_one_of_before_the_move_are_recognised(module):
    notebook = one_check(source_with(RIGHT_SUM).replace("neurons.", "n."), a_sum())
    notebook["cells"][0]["source"] = f"from {module} import neurons as n"
    found = assessed(notebook)
    assert outcomes(found) == {SUM.id: "right"}
    assert (found.remarks, found.to_run, found.lessons) == ([], False, ("neurons",))


# -- several answers to one question -----------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "outcome", "shown"),
    [
        ([a_sum(WRONG_SUM), a_sum()], "right", RIGHT_SUM),
        ([a_sum(), a_sum(WRONG_SUM, attempt=2)], "right", RIGHT_SUM),
        ([a_sum(), a_sum(None, outcome="explained")], "right", RIGHT_SUM),
        ([a_sum(), submissions.record(SUM, 99.0, number=1)], "right", RIGHT_SUM),
        ([a_sum(7.0, attempt=3), a_sum(8.0, attempt=2)], "not yet", 7.0),
        ([a_sum(7.0), a_sum(8.0)], "not yet", 8.0),
        ([a_sum(7.0), a_sum(7.0)], "not yet", 7.0),
        ([a_sum(None)], "not attempted", ""),
    ],
)
def test_any_right_answer_counts_and_of_wrong_ones_the_latest_is_shown(records, outcome, shown):
    counting, doubt = best([judged(record, k) for k, record in enumerate(records)])
    assert (counting.outcome, counting.shown) == (outcome, str(shown))
    assert bool(doubt) == (shown == 8.0)


def test_where_running_tells_otherwise_that_is_noticed_and_right_stays_right():
    ran = Ran(records=((1, a_sum(WRONG_SUM)),))
    found = assessed(one_check(source_with("compute()"), a_sum()), ran)
    assert outcomes(found) == {SUM.id: "right"}
    assert found.remarks == [f"{SUM.id}: saved as “right”, when run “not yet”"]


def test_copied_split_and_moved_cells_do_not_matter():
    notebook = submissions.answered("01-neurons", {"weighted_sum": RIGHT_SUM, "first_layer": "B"})
    before = outcomes(assessed(notebook))
    cells = notebook["cells"]
    notebook["cells"] = cells[::-1] + cells[10:20] + [{"cell_type": "raw", "source": "x"}]
    assert outcomes(assessed(notebook)) == before


@pytest.mark.parametrize(
    ("cells", "run"),
    [
        (["from coursekit import neurons", "neurons.one_neuron(3)"], [0]),
        (["p = neurons.one_neuron()\np.set({'b': 1})\np", "p", "p.share()"], []),
        (["p = neurons.one_neuron()", "z = p.value", "neurons.layers()"], [0, 1]),
        (["p = neurons.one_neuron()", "p.other(p)", "print(p)"], [0, 1, 2]),
        (["d = training.train_digits()", "training.mistakes(d)", "e = f(d)"], [0, 1, 2]),
        (["neurons.one_neuron(print())", "neurons.weighted_sum.ask()", "z.sum()"], [0, 1, 2]),
        (["one_neuron()", "%magic", "1 +", "f = lambda z: z", "learner('ada')"], [0, 1, 2, 3, 4]),
        (["a, b = 1, 2", "a[0] = neurons.layers()", "f()()", "x = x.y(3)"], [0, 1, 2, 3]),
    ],
)
def test_only_cells_that_show_pictures_which_no_other_needs_are_passed_over(cells, run):
    made = [Cell(index, source) for index, source in enumerate(cells)]
    assert [cell.index for cell in worth_running(made)] == run


# -- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_notebook_is_read_in_any_encoding_of_json(encoding):
    content = json.dumps(submissions.code("σ = 1"), ensure_ascii=False).encode(encoding)
    assert parse(content).cells[0].source == "σ = 1"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xff\xff\x00\x01", "no text"),
        (b"<html></html>", "no JSON"),
        (b"[" * 200_000, "too deep"),
        (b"[]", "no cells"),
        (b'{"worksheets": []}', "no cells"),
        (b'{"cells": 3}', "no cells"),
    ],
)
def test_what_is_no_notebook_is_told(content, why):
    with pytest.raises(NoNotebook, match=why):
        parse(content)


def test_a_notebook_cut_anywhere_is_told_to_break_off():
    whole = json.dumps(submissions.starter("01-neurons")).encode()
    for end in range(1, len(whole) - 1, len(whole) // 97):
        with pytest.raises(NoNotebook, match=r"breaks off|no text"):
            parse(whole[:end])
