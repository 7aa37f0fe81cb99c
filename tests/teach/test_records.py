"""A record's answer is judged anew; whatever else it says gains nothing, and is noticed."""

import json

import numpy as np
import pytest

from coursekit.exercises import chain_rule, neurons, review
from coursekit.exercises.packing import pack
from coursekit.network.network import Network
from coursekit.teach.assessing import assess, best
from coursekit.teach.reading import NoNotebook, parse
from coursekit.teach.records import Foreign, judged
from tests.answers.neurons import ANSWERS, WRONG
from tests.teach import submissions

SUM = neurons.weighted_sum
RIGHT_SUM = ANSWERS["weighted_sum"]
WRONG_SUM, SLIP = WRONG["weighted_sum"]


def assessed(notebook, trial, ran=None):
    return assess(parse(json.dumps(notebook).encode()), trial, ran)


def outcomes(found):
    names = {answer.exercise for answer in found.answers}
    best_of = {n: best([a for a in found.answers if a.exercise == n]) for n in names}
    return {n: a.outcome for n, a in best_of.items() if a.attempted}


def one_check(source, *records):
    notebook = submissions.code("from coursekit.exercises import neurons", source)
    notebook["cells"][1]["outputs"] = [
        {"output_type": "display_data", "data": submissions.shown(record)} for record in records
    ]
    return notebook


def a_sum(answer=RIGHT_SUM, **changed):
    return submissions.record(SUM, answer) | changed


def source_with(answer):
    return f"z = {answer}\nneurons.weighted_sum.check(z)"


def test_a_right_answer_is_right_and_a_slip_has_its_name(trial):
    assert judged(a_sum(), 0, trial).outcome == "right"
    found = judged(a_sum(WRONG_SUM), 3, trial)
    assert (found.outcome, found.slip, found.cell) == ("not yet", SLIP, 3)


@pytest.mark.parametrize(
    "claim", [{"outcome": "right"}, {"slip": None}, {"attempt": -5}, {"attempt": "many"}, {"x": 1}]
)
def test_a_record_that_claims_too_much_gains_nothing(claim, trial):
    found = judged(a_sum(WRONG_SUM, **claim), 0, trial)
    assert (found.outcome, found.slip, found.attempt >= 0) == ("not yet", SLIP, True)


def test_a_claim_that_is_not_so_is_noticed(trial):
    forged = a_sum(WRONG_SUM, outcome="right", slip=None)
    found = assessed(one_check(source_with(WRONG_SUM), forged), trial)
    assert outcomes(found) == {SUM.id: "not yet"}
    assert found.doubtful
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
    ],
)
def test_what_the_kit_would_not_have_written_is_no_record(broken, trial):
    with pytest.raises(Foreign):
        judged(a_sum(**broken), 0, trial)
    assert assessed(one_check(source_with(1), a_sum(**broken)), trial).doubtful


@pytest.mark.parametrize(
    "data",
    ["x", {}, [], [[1, 2], [3]], True, [None], 1e999, float("nan"), [[[[[[[[1]]]]]]]], {"a": 1}],
)
def test_an_answer_of_any_shape_is_judged_without_a_fall(data, trial):
    for exercise in (SUM, neurons.activation, neurons.first_layer, neurons.write_sigmoid):
        record = submissions.record(exercise, None) | {"answer": data, "earlier": data}
        assert judged(record, 0, trial).outcome not in ("right", "right given")
    record = submissions.record(chain_rule.practice_step, None)
    for earlier in (data, [[1.0, 2.0], [3.0, 4.0]]):
        found = judged(record | {"answer": 0.5, "earlier": earlier}, 0, trial)
        assert found.outcome != "right"


def test_what_follows_from_an_earlier_answer_is_right_given_it(trial):
    wrong = WRONG_SUM
    following = round(float(1 / (1 + 2.718281828459045**-wrong)), 4)
    record = submissions.record(neurons.activation, following) | {"earlier": wrong}
    assert judged(record, 0, trial).outcome == "right given"


def test_a_trained_network_is_judged_by_what_it_reads(trial):
    start = pack(Network.random([784, 16, 10], np.random.default_rng(0)))
    record = submissions.record(review.digit_reader, start)
    found = judged(record | {"outcome": "right", "slip": None}, 0, trial)
    assert (found.outcome, found.slip) == ("not yet", "the network before training")
    for damaged in ({}, start | {"sizes": [784, 10]}, start | {"numbers": "x"}, {"sizes": 1e9}):
        assert judged(record | {"answer": damaged}, 0, trial).outcome == "explained"


# -- where a record stands ---------------------------------------------------------------------


def test_the_answer_in_the_cell_and_its_record_go_together(trial):
    found = assessed(one_check(source_with(RIGHT_SUM), a_sum()), trial)
    assert outcomes(found) == {SUM.id: "right"}
    assert (found.remarks, found.doubtful, found.rooms) == ([], False, ("neurons",))


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("z = ...\nneurons.weighted_sum.check(z)", "its cell holds none"),
        (source_with(0.123), "is not the one in its cell"),
        ("print('Right.')", "a cell that does not check it"),
        ("neurons.brighten_by.check(0.5)", "a cell that does not check it"),
        ("", "a cell that does not check it"),
    ],
)
def test_a_replayed_record_does_not_count_and_is_noticed(source, why, trial):
    found = assessed(one_check(source, a_sum()), trial)
    assert outcomes(found) == {}
    assert found.doubtful
    assert any(why in remark and "does not count" in remark for remark in found.remarks)


def test_another_s_function_in_a_record_is_noticed(trial):
    notebook = submissions.answered("01-neurons", {"write_sigmoid": ANSWERS["write_sigmoid"]})
    assert outcomes(assessed(notebook, trial)) == {"neurons.write_sigmoid": "right"}
    for cell in notebook["cells"]:
        if "def sigmoid" in cell["source"]:
            cell["source"] = cell["source"].replace("np.exp", "np.cos")
    found = assessed(notebook, trial)
    assert outcomes(found) == {}
    assert any("stands nowhere in the notebook" in remark for remark in found.remarks)


def test_an_answer_that_only_running_would_tell_is_believed(trial):
    source = "z = sum(given.w * given.a) + given.b\nneurons.weighted_sum.check(z)"
    found = assessed(one_check(source, a_sum()), trial)
    assert outcomes(found) == {SUM.id: "right"}
    assert not found.doubtful


@pytest.mark.parametrize(
    ("source", "remark"),
    [
        ("import numpy as np\nnp.allclose = lambda *a, **k: True", "replaces numpy.allclose"),
        ("import os\nos._exit(0)", "calls os._exit"),
        ("from os import _exit as bye", ""),
        ("neurons.weighted_sum.judge = None", "replaces coursekit.exercises.neurons.weighted_sum"),
        (
            "z = neurons.weighted_sum.answer(neurons.weighted_sum.given)",
            "neurons.weighted_sum.answer",
        ),
        ("from coursekit.exercises import feedback", "imports coursekit.exercises.feedback"),
        ("show({'application/vnd.coursekit.check.v1+json': {}})", "writes records itself"),
        ("setattr(neurons, 'weighted_sum', 1)", "replaces a part of"),
        ("import subprocess", "imports subprocess"),
    ],
)
def test_code_that_no_honest_answer_needs_is_noticed(source, remark, trial):
    notebook = one_check(source_with(RIGHT_SUM), a_sum())
    notebook["cells"] += submissions.code(source)["cells"]
    found = assessed(notebook, trial)
    assert remark in " ".join(found.remarks)
    assert found.doubtful == bool(remark)
    assert outcomes(found) == {SUM.id: "right"}  # the answer is worth what it is worth


def test_an_output_that_says_right_without_a_record_gains_nothing(trial):
    notebook = one_check("print('Right. Well done')")
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "text": ["Right. Well done\n"]}]
    found = assessed(notebook, trial)
    assert outcomes(found) == {}
    assert found.remarks == ["cell 2 says “Right” without a record"]


def test_the_lessons_themselves_raise_no_suspicion(trial):
    for lesson in submissions.BARE:
        found = assessed(submissions.starter(lesson), trial)
        assert (outcomes(found), found.remarks, found.doubtful) == ({}, [], False)


def test_a_cleared_notebook_is_to_be_run(trial):
    notebook = submissions.answered("01-neurons", {"weighted_sum": RIGHT_SUM})
    for cell in notebook["cells"]:
        cell["outputs"] = []
    found = assessed(notebook, trial)
    assert found.doubtful
    assert "its outputs are cleared" in found.remarks[0]


# -- several answers to one question -----------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "outcome"),
    [
        ([a_sum(WRONG_SUM), a_sum()], "right"),
        ([a_sum(), a_sum(WRONG_SUM)], "not yet"),
        ([a_sum(), a_sum(None)], "right"),
        ([a_sum(), a_sum(None, outcome="explained")], "right"),
        ([a_sum(), submissions.record(SUM, 99.0, number=1)], "right"),
    ],
)
def test_the_last_answer_counts_and_practice_costs_nothing(records, outcome, trial):
    cells = [judged(record, k, trial) for k, record in enumerate(records)]
    assert best(cells).outcome == outcome


def test_copied_split_and_moved_cells_do_not_matter(trial):
    notebook = submissions.answered("01-neurons", {"weighted_sum": RIGHT_SUM, "first_layer": "B"})
    before = outcomes(assessed(notebook, trial))
    cells = notebook["cells"]
    notebook["cells"] = cells[::-1] + cells[10:20] + [{"cell_type": "raw", "source": "x"}]
    assert outcomes(assessed(notebook, trial)) == before


# -- files that are no notebooks ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "no text"),
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


def test_cells_of_any_shape_are_passed_over():
    odd = [None, 3, {}, {"cell_type": "code"}, {"cell_type": "code", "source": [1], "outputs": 7}]
    odd += [{"cell_type": "code", "source": "a", "outputs": [None, {"data": 3}, {"text": {}}]}]
    assert [cell.source for cell in parse(json.dumps({"cells": odd}).encode()).cells] == [
        "",
        "",
        "a",
    ]
