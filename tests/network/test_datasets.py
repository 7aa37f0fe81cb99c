"""The digits are the ones that everybody knows; the points lie where their names say."""

import gzip
import struct

import numpy as np
import pytest

from coursekit.network.datasets import blobs, mnist, moons, one_hot, rings
from tools import pack_mnist

COUNTS = {
    "train": [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    "test": [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
}


@pytest.mark.parametrize(
    ("part", "mean", "first"),
    [
        ("train", 33.3184, [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]),
        ("test", 33.7912, [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]),
    ],
)
def test_mnist_is_mnist(part, mean, first):
    digits = mnist(part)
    assert np.bincount(digits.labels).tolist() == COUNTS[part]
    assert digits.images.shape == (sum(COUNTS[part]), 784)
    assert digits.images.mean() == pytest.approx(mean, abs=1e-4)
    assert digits.labels[:10].tolist() == first


def test_a_digit_is_upright_ink_on_paper():
    """The first training digit, a 5, has its widest stroke in the upper half and an empty rim."""
    image = mnist("train").images[0].reshape(28, 28)
    assert (image > 0).sum(axis=1).argmax() < 14
    assert image[[0, -1]].max() == image[:, [0, -1]].max() == 0


def test_digits_are_shared_and_read_only():
    digits = mnist("test")
    assert mnist("test") is digits
    with pytest.raises(ValueError, match="read-only"):
        digits.images[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        digits[:5].labels[0] = 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_inputs_run_from_0_to_1_and_targets_mark_the_digit(dtype):
    digits = mnist("test")[:100]
    inputs, targets = digits.inputs(dtype), digits.targets(dtype)
    np.testing.assert_array_equal(inputs, digits.images.astype(dtype) / dtype(255))
    np.testing.assert_array_equal(targets.argmax(axis=1), digits.labels)
    assert (inputs.dtype, targets.dtype, inputs.min(), inputs.max()) == (dtype, dtype, 0, 1)


def test_digits_are_chosen_by_slice_list_or_mask():
    digits = mnist("test")
    assert digits[1:3].labels.tolist() == digits[[1, 2]].labels.tolist() == [2, 1]
    assert set(digits[digits.labels == 4].labels.tolist()) == {4}
    assert repr(digits[-10:]) == "Digits(10)"


def test_one_hot_lights_the_class():
    assert one_hot([1, 0], 2).tolist() == [[0, 1], [1, 0]]
    assert one_hot(np.array([9], np.uint8), dtype=np.float32).dtype == np.float32


@pytest.mark.parametrize(("shape", "classes"), [(moons, 2), (rings, 2), (blobs, 3)])
def test_points_are_seeded_balanced_and_in_the_plane(shape, classes):
    one, other = (shape(31, np.random.default_rng(4)) for _ in range(2))
    assert one.inputs.shape == (31, 2)
    np.testing.assert_array_equal(one.inputs, other.inputs)
    assert np.ptp(np.bincount(one.labels)) <= 1
    assert set(one.labels[:classes].tolist()) == set(range(classes))


def test_without_noise_moons_are_half_circles_and_noise_moves_points_by_about_its_size():
    inputs, labels = moons(50, np.random.default_rng(0), noise=0)
    upper, lower = inputs[labels == 0], inputs[labels == 1] - [1, 0.5]
    np.testing.assert_allclose([np.hypot(*upper.T), np.hypot(*lower.T)], 1)
    assert upper[:, 1].min() >= 0
    assert lower[:, 1].max() <= 0
    points = blobs(30_000, np.random.default_rng(0), classes=1, noise=0.4)
    assert (points.inputs - [1, 0]).std() == pytest.approx(0.4, rel=0.02)


def test_an_idx_file_is_read_by_its_header_and_another_is_refused(tmp_path):
    def read(kind, *shape, content):
        header = bytes([0, 0, kind, len(shape)]) + struct.pack(f">{len(shape)}I", *shape)
        (tmp_path / "file.gz").write_bytes(gzip.compress(header + content))
        return pack_mnist.read_idx(tmp_path / "file.gz")

    assert read(8, 2, 3, content=bytes(range(6))).tolist() == [[0, 1, 2], [3, 4, 5]]
    with pytest.raises(ValueError, match=r"file.gz must begin with 00 00 08, got 00 00 0d"):
        read(13, 1, content=bytes(4))
    with pytest.raises(ValueError, match="cannot reshape"):  # fewer than the shape announces
        read(8, 5, content=bytes(4))


def test_packing_twice_gives_the_same_bytes(tmp_path):
    arrays = {"images": np.arange(12, dtype=np.uint8).reshape(3, 2, 2), "labels": np.arange(3)}
    for name in ("one.npz", "two.npz"):
        pack_mnist.pack(arrays, tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    with np.load(tmp_path / "one.npz") as archive:
        assert {name: archive[name].shape for name in archive} == {"images": (3, 4), "labels": (3,)}
