"""Whatever is handed in: it is read, or calmly explained, and never believed."""

import re
import warnings
from decimal import Decimal
from fractions import Fraction

import ipywidgets
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from coursekit.lessons.neurons import questions as neurons
from coursekit.questions.outcome import EXPLAINED, NOT_ATTEMPTED, NOT_YET, RIGHT
from coursekit.questions.reading import Unreadable, fit, read

SCALAR, ARRAY = neurons.weighted_sum, neurons.pixel_products
RIGHT_Z = float(SCALAR.answer(SCALAR.numbers()))


class Liar:
    """Claims to be whatever one hopes for."""

    def __eq__(self, other):
        return True

    __hash__ = object.__hash__
    __lt__ = __le__ = __gt__ = __ge__ = __eq__

    def __float__(self):
        return RIGHT_Z

    def __array__(self, *args, **kwargs):
        return np.array(RIGHT_Z)

    def __index__(self):
        return 1

    def __sub__(self, other):
        return 0.0

    __rsub__ = __abs__ = __sub__


class Endless:
    def __iter__(self):
        while True:
            yield 1

    def __len__(self):
        return 10**12

    def __getitem__(self, place):
        return 1

    def __getattr__(self, name):
        while True:
            pass


class Raises:
    @property
    def __class__(self):
        raise RuntimeError("no class")

    def __getattribute__(self, name):
        raise RuntimeError("no attribute")

    def __repr__(self):
        raise RuntimeError("no repr")


class LongList(list):
    def __iter__(self):
        while True:
            yield RIGHT_Z

    def __len__(self):
        return 1


class FalseFloat(float):
    def __float__(self):
        return RIGHT_Z

    def __add__(self, other):
        return RIGHT_Z

    def __sub__(self, other):
        return 0.0

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class Nameless(type):
    @property
    def __name__(cls):
        raise RuntimeError("no name")


class Unnamed(metaclass=Nameless):
    pass


class Masquerade(np.ndarray):
    def __array__(self, *args, **kwargs):
        return np.array(RIGHT_Z)

    def __array_ufunc__(self, *args, **kwargs):
        return np.array(True)


def recursive():
    rows = []
    rows.append(rows)
    return rows


HOSTILE = [
    *(Liar(), Endless(), Raises(), LongList([1.0]), FalseFloat(99.0), Unnamed(), Unnamed),
    *(np.array([7.0]).view(Masquerade), recursive(), {"z": recursive()}, [Liar()], [[Endless()]]),
    *(10**400, -(10**5000), [10**400], 1e308, "9" * 10**6, b"1", "0.5", "", "z"),
    *(np.zeros(10**7), np.broadcast_to(1.0, (10**6, 10**6)), [0] * 10**6, [[[[[[[[1]]]]]]]]),
    *(float("nan"), float("-inf"), np.nan, [1, np.nan], Decimal("NaN"), Decimal("1e999")),
    *(True, np.True_, [True, False], 1j, np.complex64(1), [1j], np.array([1j])),
    *(iter([1]), range(3), map(abs, [1]), (n for n in [1]), zip([1], [2], strict=True)),
    *({}, set(), {1: 2}, frozenset([1]), object(), type, int, len, print, np, lambda: RIGHT_Z),
    *(np.exp, np.array(["a"]), np.array([None]), np.array([]), [], (), [[]], [[1], [1, 2]]),
    *(np.array([Liar()], object), np.datetime64("2020-01-01"), np.timedelta64(1), [None], [...]),
    *(ipywidgets.FloatSlider(value=0.5), NotImplemented, Exception("z"), memoryview(b"ab")),
    *(np.ma.masked, np.ma.array([1.0], mask=[True]), np.array([(1, 2)])),
]


@pytest.mark.parametrize("exercise", [SCALAR, ARRAY], ids=["number", "array"])
@pytest.mark.parametrize("place", range(len(HOSTILE)))
def test_a_hostile_answer_is_met_calmly(exercise, place, capsys):
    outcome = exercise.judge(HOSTILE[place])
    assert outcome.name in (NOT_YET, EXPLAINED)
    assert 10 < len(outcome.text) < 400
    exercise.check(HOSTILE[place])
    assert "Not yet." in capsys.readouterr().out


ANYTHING = st.recursive(
    st.one_of(
        *(st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers()),
        *(st.text(max_size=20), st.binary(max_size=5), st.fractions(), st.decimals(), st.dates()),
        npst.arrays(npst.scalar_dtypes(), npst.array_shapes(max_dims=3, max_side=3)),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_anything_at_all_gets_a_sensible_sentence(answer):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outcome = SCALAR.judge(answer)
    assert outcome.text
    if outcome.name == RIGHT:
        assert abs(float(np.reshape(np.asarray(answer, float), ())) - RIGHT_Z) <= SCALAR.within


@settings(max_examples=100, deadline=None)
@given(st.floats(-50, 50))
def test_right_is_said_of_the_right_number_only(answer):
    assert (SCALAR.judge(answer).name == RIGHT) == (abs(answer - RIGHT_Z) <= SCALAR.within)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("0.5", "Leave out the quotes"),
        (np.nan, "NaN"),
        (np.inf, "∞"),
        (ipywidgets.FloatSlider(), "its .value"),
        (np.exp, "not its result"),
        (True, "True or False"),
        (range(3), "list(…)"),
        ({"z": 1}, "a list or an array"),
        ([1, None], "still empty"),
        ([[1], [1, 2]], "different lengths"),
        ([], "empty"),
    ],
)
def test_what_is_no_number_gets_its_own_sentence(answer, words):
    with pytest.raises(Unreadable) as told:
        read(answer)
    assert words in str(told.value)


def test_none_is_asked_about_its_origin():
    outcome = SCALAR.judge(None)
    assert outcome.name == NOT_ATTEMPTED
    assert {"return", "print"} <= set(re.findall(r"\w+", outcome.text))


def test_every_honest_form_of_a_number_is_read():
    kinds = (int, float, np.int8, np.float16, np.longdouble, Fraction, Decimal, np.array)
    for number in (*(kind(3) for kind in kinds), [3]):
        assert float(read(number).reshape(())) == 3.0


def test_a_row_stands_for_a_column_but_not_two_rows_for_three():
    assert fit(np.zeros((1, 3)), (3, 1)).shape == (3, 1)
    assert fit(np.zeros((2, 3)), (3, 2)) is None


def test_a_wrong_shape_is_explained_without_a_number():
    outcome = ARRAY.judge([1.0, 2.0])
    told = "You have an array of shape (2,); the answer is an array of shape (3, 3)."
    assert (outcome.name, outcome.text) == (EXPLAINED, told)
