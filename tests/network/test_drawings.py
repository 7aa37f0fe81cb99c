"""Does the course's reader read what people draw? 60 drawings by hand, and 20 scrawls."""

from coursekit.network.handwriting import as_mnist
from coursekit.pictures.digits import reader, reading
from tests.network.drawings import digits, scrawls


def read(strokes):
    return reading(reader().forward(as_mnist(strokes) / 255)[-1])


def test_of_60_drawings_at_least_57_are_read_and_to_be_unsure_is_no_reading():
    misread = [name for name, (strokes, digit) in digits().items() if read(strokes) != digit]
    assert len(digits()) == 60
    assert len(misread) <= 3, misread


def test_of_20_scrawls_at_least_16_leave_it_unsure():
    taken = {name: read(strokes) for name, strokes in scrawls().items()}
    assert len(taken) == 20
    assert sum(digit is None for digit in taken.values()) >= 16, taken
