"""Rows of a picture that take work: a training is not begun when a file of tests is only read."""

from functools import cached_property, partial


class Later:
    """The row that a function makes of its arguments, made when it is first looked at."""

    def __init__(self, make, *args, **how):
        self._make = partial(make, *args, **how)

    @cached_property
    def row(self):
        """The row: a state, a sentence, and what is shown."""
        return self._make()

    def __iter__(self):
        return iter(self.row)

    def __getitem__(self, place):
        return self.row[place]


def later(make):
    """Let a function that makes rows return them as `Later`."""
    return partial(Later, make)
