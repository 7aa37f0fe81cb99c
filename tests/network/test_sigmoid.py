"""σ and σ′ are right to the last digits, and silent, wherever a number can take them."""

import warnings
from contextlib import contextmanager
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.network.network import sigmoid, sigmoid_slope

LARGEST = {np.float32: np.finfo(np.float32).max, np.float64: np.finfo(np.float64).max}


@contextmanager
def every_warning_an_error():
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        yield


def exactly(z):
    """σ and σ′ in sixty digits."""
    with localcontext() as context:
        context.prec = 60
        falling = (-Decimal(float(z))).exp()
        return 1 / (1 + falling), falling / (1 + falling) ** 2


@given(st.floats(-700, 700), st.floats(-80, 80, width=32))
def test_either_precision_keeps_its_digits_in_both_tails(large, small):
    for z, digits in ((large, 2e-15), (np.float32(small), 1e-6)):
        value, slope = map(float, exactly(z))
        assert float(sigmoid(z)) == pytest.approx(value, rel=digits, abs=0)
        assert float(sigmoid_slope(z)) == pytest.approx(slope, rel=digits, abs=0)


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([np.float32, np.float64]))
def test_any_finite_number_is_answered_silently_and_in_bounds(z, dtype):
    z = np.array(np.clip(z, -LARGEST[dtype], LARGEST[dtype]), dtype)
    with every_warning_an_error():
        assert 0 <= sigmoid(z) <= 1
        assert 0 <= sigmoid_slope(z) <= 0.25 + np.finfo(dtype).eps


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1e4, 1e30, "largest"])
def test_far_out_it_is_exactly_0_or_1_and_flat(dtype, size):
    z = dtype(LARGEST[dtype] if size == "largest" else size)
    with every_warning_an_error():
        assert sigmoid(np.array([-z, z])).tolist() == [0, 1]
        assert sigmoid_slope(np.array([-z, z])).tolist() == [0, 0]


def test_where_exp_overflows_only_the_subnormal_is_lost():
    z = np.linspace(-746, -708, 1000)
    np.testing.assert_allclose(
        sigmoid(z), [float(exactly(x)[0]) for x in z], rtol=1e-14, atol=3e-308
    )


@pytest.mark.parametrize("function", [sigmoid, sigmoid_slope])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shape_and_precision_are_kept(function, shape, dtype):
    answer = function(np.ones(shape, dtype))
    assert (np.shape(answer), answer.dtype) == (shape, dtype)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64, bool])
def test_whole_numbers_become_float64(dtype):
    np.testing.assert_array_equal(sigmoid(np.array([1, 0], dtype)), sigmoid([1.0, 0.0]))
    np.testing.assert_array_equal(sigmoid_slope(np.array([1, 0], dtype)), sigmoid_slope([1.0, 0.0]))
    assert sigmoid(np.array([1], dtype)).dtype == np.float64
