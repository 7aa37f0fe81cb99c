"""No cell of a table that a spreadsheet opens is a formula."""

import csv
import io

import pytest

from coursekit.classroom import tables


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_what_a_learner_begins_like_a_formula_is_text_in_the_table(start):
    ((cell, other),) = csv.reader(io.StringIO(tables._written([[f"{start}SUM(A1)", "ada"]])))
    assert not cell.startswith(start)
    assert cell.endswith("SUM(A1)")
    assert other == "ada"
