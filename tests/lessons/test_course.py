"""What was answered on plain pages comes along as one line."""

import base64
import json

import pytest

from coursekit.lessons.course import my_progress, standings
from coursekit.questions import progress


def line(told):
    return "CKP1." + base64.b64encode(json.dumps(told).encode()).decode()


def test_what_was_right_on_a_page_is_right_here_and_nothing_else_changes(home, shown):
    progress.note("neurons.weighted_sum", "not yet")
    progress.note("neurons.activation", "right")
    my_progress(line({
        "neurons.weighted_sum": {"outcome": "right", "attempts": 3},
        "neurons.activation": {"outcome": "right", "attempts": 9},
        "cost.one_example": {"outcome": "not yet"},
        "nothing.of_ours": {"outcome": "right"},
        "neurons.more_than_half_lit": {"guess": "yes", "sure": 2},
    }))  # fmt: skip
    known = progress.read()[0]
    assert set(known) == {"neurons.weighted_sum", "neurons.activation"}
    assert [entry["outcome"] for entry in known.values()] == ["right", "right"]
    assert known["neurons.activation"]["attempts"] == 1
    assert sum(each.state == "right" for each in standings()[0]["01-neurons"]) == 2


@pytest.mark.parametrize("text", ["CKP2.e30=", "CKP1.?", line([1]), line({"a": 1})])
def test_what_is_no_such_line_is_said_with_how_one_begins(home, text):
    with pytest.raises(ValueError, match=r"begins with CKP1\."):
        my_progress(text)
