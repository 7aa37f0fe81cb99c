"""A saved network comes back bit for bit; any other file is refused in words."""

import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.network.network import Network


@pytest.fixture
def path(tmp_path):
    return tmp_path / "network.kept"


def same(one, other):
    pairs = zip(one.weights + one.biases, other.weights + other.biases, strict=True)
    return all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in pairs)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=4), st.sampled_from(["f4", "f8"]))
def test_every_bit_comes_back(tmp_path_factory, sizes, dtype):
    path = tmp_path_factory.getbasetemp() / "drawn.net"
    network = Network.random(sizes, np.random.default_rng(sum(sizes)), scale="unit", dtype=dtype)
    network.save(path)
    assert same(Network.load(path), network)


@pytest.mark.parametrize(
    "network",
    [
        Network([[[-0.0, 5e-324]]], [[np.nextafter(1, 2)]]),  # minus zero, the smallest number
        Network([[[float(layer)]] for layer in range(12)], [[0.0]] * 12),  # 10 comes after 9
    ],
)
def test_what_is_easily_lost_comes_back(path, network):
    network.save(str(path))
    assert same(Network.load(str(path)), network)


def test_a_missing_file_is_just_missing(path):
    with pytest.raises(FileNotFoundError):
        Network.load(path)


def test_no_damage_passes_for_a_network(path):
    """Whichever byte is flipped, the file loads as it was or is refused; it never loads wrong."""
    network = Network([[[0.25, -3.0]]], [[0.5]])
    network.save(path)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert same(Network.load(path), network)
        except ValueError as error:
            assert "holds no saved network" in str(error)  # noqa: PT017


def test_a_file_cut_short_is_refused(path):
    Network([[[0.25, -3.0]]], [[0.5]]).save(path)
    whole = path.read_bytes()
    for end in range(0, len(whole), 7):
        path.write_bytes(whole[:end])
        with pytest.raises(ValueError, match="holds no saved network"):
            Network.load(path)


def test_foreign_files_are_refused(path):
    np.save(path.with_suffix(".npy"), np.ones(3))
    np.savez(path.with_suffix(".npz"), pixels=np.ones(3), labels=np.ones(3))
    path.with_suffix(".txt").write_text("weights: 1, 2, 3")
    for suffix, reason in ((".npy", "not an npz"), (".npz", "pixels, labels"), (".txt", "")):
        with pytest.raises(ValueError, match=f"holds no saved network: .*{reason}"):
            Network.load(path.with_suffix(suffix))


def test_code_in_a_file_is_never_run(path):
    with open(path, "wb") as file:
        np.savez(file, weights_1=np.array([print], object), biases_1=np.ones(1))
    with pytest.raises(ValueError, match="holds no saved network"):
        Network.load(path)


def test_parts_that_do_not_fit_are_refused_with_the_file_named(path):
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in (("weights_1", np.ones((2, 2))), ("biases_1", np.ones(3))):
            with archive.open(f"{name}.npy", "w") as part:
                np.lib.format.write_array(part, array)
    with pytest.raises(ValueError, match=r"network.kept holds no saved network: b\(1\) must be"):
        Network.load(path)
