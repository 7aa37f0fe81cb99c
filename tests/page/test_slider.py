"""The number control: what people type is taken as it is meant, or refused with a word."""

import pytest
from traitlets import TraitError

from coursekit.page.typed import number_of
from coursekit.pictures.controls import choice_slider, power_slider, slider

TAKEN = {
    **{"0,26": 0.26, "1/2": 0.5, "50%": 0.5, "50 %": 0.5, "− 2": -2, "–2": -2, "+.5": 0.5, "5.": 5},
    **{"10^-3": 1e-3, "10⁻³": 1e-3, "10**-3": 1e-3, "1e-3": 1e-3, "1,5·10⁻³": 1.5e-3, "-2^2": -4},
    **{"3×10^2": 300, "1 / 4": 0.25, "2/3*3": 2, "0,5%": 0.005},
}
REFUSED = [
    "",
    "much",
    "-",
    "%",
    "1 2",
    "--2",
    "1,2,3",
    "1/0",
    "10^999",
    "9e999",
    "nan",
    "∞",
    "1" * 50,
]


@pytest.mark.parametrize(("text", "number"), TAKEN.items())
def test_a_number_is_read_as_people_type_it(text, number):
    assert number_of(text) == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_refused_with_a_short_word(text):
    with pytest.raises(ValueError, match=r"^(no number|too large)$"):
        number_of(text)


@pytest.mark.parametrize(
    ("control", "typed", "word", "value"),
    [
        (slider("w", 0.5, -6.0, 6.0, 0.1), "0,26", "", 0.26),
        (slider("w", 0.5, -6.0, 6.0, 0.1), "−7", "from −6 to 6", 0.5),
        (slider("image", 3, 0, 99, 1), "2.5", "2 or 3", 3),
        (slider("noise", 15, 0, 30, 5, percent=True), "20 %", "", 20),
        (slider("noise", 15, 0, 30, 5, percent=True), "12", "10 or 15", 15),
        (power_slider("η", 1.0, -3, 2, 0.1), "5", "", 5.0),
        (choice_slider("arrow", [0.2, 0.5, 1.0], 1.0), "1/2", "", 0.5),
        (choice_slider("arrow", [0.2, 0.5, 1.0], 1.0), "0.3", "0.2 or 0.5", 1.0),
        (choice_slider("η", [1, 1.5, 2], 1, free=True), "1.7", "", 1.7),
    ],
)
def test_a_slider_takes_what_is_typed_or_keeps_its_value_and_says_why(control, typed, word, value):
    assert (control.type(typed), control.value) == (word, value)
    assert type(control.value) is type(value)


def test_a_value_follows_an_end_that_comes_nearer():
    control, heard = slider("neuron j", 5, 0, 5, 1), []
    control.observe(lambda change: heard.append(change["new"]), names="value")
    control.max = 2
    assert (control.value, control.stops, heard) == (2, [0, 1, 2], [2])


@pytest.mark.parametrize("value", ["0.5", None, True, float("nan"), 0.5])
def test_what_a_slider_over_whole_numbers_cannot_hold_is_an_error(value):
    control = slider("terms", 1, 0, 4, 1)
    with pytest.raises(TraitError):
        control.value = value
    assert control.value == 1


def test_its_stops_are_the_numbers_that_it_shows():
    assert slider("w", 0.0, -1.5, 1.5, 0.1).stops[27] == 1.2  # not 1.2000000000000002
    assert power_slider("h", 0.1, -6, 0, 0.25).stops[:3] == [1e-6, 1.78e-6, 3.16e-6]
