"""Formulas as a browser sets them by itself."""

import base64
import doctest
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import pytest
from fontTools.ttLib import TTFont

from tools.pages import asks, cells, formulas, stage, table
from tools.pages.cells import _Maker
from tools.pages.formulas import font_for, formula

NOTEBOOKS = sorted((Path(__file__).parent.parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize(
    "module", [asks, cells, formulas, stage, table], ids=lambda module: module.__name__
)
def test_examples_in_the_tool_hold(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted
    assert not outcome.failed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_formula_of_a_lesson_can_be_set(path):
    maker = _Maker()
    for cell in nbformat.read(path, as_version=4).cells:
        texts = [cell.source] if cell.cell_type == "markdown" else []
        texts += [out.get("data", {}).get("text/markdown", "") for out in cell.get("outputs", [])]
        for text in filter(None, texts):
            assert not re.search(r"\$[^$]*\\[a-z]", re.sub("<.*?>", "", maker.markdown(text)))


@pytest.mark.parametrize(
    "tex",
    [r"\oplos y", "{a", "a}", r"\frac{1}", r"\left( a", r"\begin{bmatrix} 1", "a_"],
)
def test_a_formula_that_cannot_be_set_is_named(tex):
    with pytest.raises(ValueError, match=f"the formula {re.escape(repr(tex))} cannot be set"):
        formula(tex)


def test_a_minus_with_nothing_before_it_is_a_sign():
    for sign in ("a = -1", "(-1)", "2, -1", r"a \qquad -1", r"a \times -1"):
        assert '<mo form="prefix">−</mo>' in formula(sign)
    for difference in ("a - 1", "(a) - 1", "2 - 1", "a_0 - 1", r"\sigma' - 1"):
        assert "<mo>−</mo>" in formula(difference)


def test_what_stands_behind_a_matrix_belongs_to_all_of_it():
    made = ET.fromstring(formula(r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}^{\mathsf T}"))
    (power,) = made.iter("msup")
    matrix, exponent = ("".join(part.itertext()) for part in power)
    assert (matrix, exponent) == ("[abcd]", "𝖳")


def test_the_font_holds_every_sign_of_the_formulas():
    page = formula(r"\nabla C = \sum_j \sigma'(z_j) \approx 0.5 \times \mathsf T \Delta")
    font = TTFont(io.BytesIO(base64.b64decode(font_for(page).partition(",")[2])))
    held = set(font.getBestCmap())
    assert "MATH" in font
    assert {ord(sign) for sign in re.sub("<.*?>", "", page)} <= held
    assert 0x1D70E in held  # σ in italics, which is what a browser shows
    assert len(font.getGlyphOrder()) < 1000
