"""The number control of every picture: a slider, and beside it a field for what people type.

`slider.js` is its half in the page. What is typed is read here (`typed.py`), so that a kernel's
picture, its readout and its state never disagree: it is taken as it is, or refused with a word.
"""

from math import isfinite
from typing import Any

import anywidget
import traitlets

from coursekit.page.stage import script
from coursekit.page.typed import number_of


def _written(value: float) -> str:
    return f"{value:.12g}".replace("-", "−")


class _Number(traitlets.TraitType[Any, Any]):
    default_value = 0
    info_text = "a number"

    def validate(self, slider: Any, value: Any) -> Any:
        if isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value):
            return value
        self.error(slider, value)


class Slider(anywidget.AnyWidget):
    """A number under a handle that stops at each of `stops`, from the lowest to the highest.

    free: whether it also takes a number between two stops; a whole slider takes stops alone when
    they are typed. percent: whether it counts in percent, so that 15 % is 15. Assigned a number
    beyond its ends, it goes to the end, as ipywidgets' do; what is no number, or none of the stops
    of a slider that is not free, is a TraitError.

    >>> slider = Slider([0.0, 0.5, 1.0], 0.5, free=True)
    >>> slider.type("1/4"), slider.value
    ('', 0.25)
    >>> slider.type("7"), slider.value
    ('from 0 to 1', 0.25)
    """

    _esm = traitlets.Unicode(script("slider.js")).tag(sync=True)
    value: Any = _Number().tag(sync=True)
    stops: Any = traitlets.List().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    continuous_update = traitlets.Bool(True).tag(sync=True)  # or only when it is let go
    readout = traitlets.Bool(True).tag(sync=True)

    def __init__(
        self, stops: Any, value: float, *, free: bool = False, percent: bool = False, **traits: Any
    ) -> None:
        self.free, self.percent = free, percent
        super().__init__(stops=list(stops), value=value, **traits)
        self.on_msg(self._answer)

    @property
    def _whole(self) -> bool:
        return all(isinstance(stop, int) for stop in self.stops)

    @property
    def min(self) -> Any:
        """The lowest stop."""
        return self.stops[0]

    @property
    def max(self) -> Any:
        """The highest stop. Assign it to a slider over whole numbers that are to end there."""
        return self.stops[-1]

    @max.setter
    def max(self, last: int) -> None:
        self.stops = list(range(self.min, last + 1))
        self.value = min(self.value, last)

    def type(self, text: str) -> str:
        """Take what was typed, or return the word that says why it is refused."""
        try:
            number = number_of(text.strip().removesuffix("%") if self.percent else text)
        except ValueError as problem:
            return str(problem)
        if not self.min <= number <= self.max:
            return f"from {_written(self.min)} to {_written(self.max)}"
        if (self._whole or not self.free) and number not in self.stops:
            near = sorted(self.stops, key=lambda stop: abs(stop - number))[:2]
            return " or ".join(_written(stop) for stop in sorted(near))
        self.value = number
        return ""

    def _answer(self, _slider: Any, told: dict[str, Any], _buffers: Any) -> None:
        self.send({"refused": self.type(str(told.get("typed", "")))})

    @traitlets.validate("value")
    def _fit(self, proposal: Any) -> Any:
        value = proposal["value"]
        if value in self.stops:
            return self.stops[self.stops.index(value)]  # 1 for 1.0, as the page sends numbers
        if not self.free:
            raise traitlets.TraitError(f"{self.description} must be one of {self.stops}: {value}")
        value = min(max(value, self.min), self.max)
        if self._whole and value != int(value):
            raise traitlets.TraitError(f"{self.description} must be whole, got {value!r}")
        return int(value) if self._whole else float(value)
