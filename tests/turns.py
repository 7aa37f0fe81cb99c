"""What `make test` tries each time, of many alike; the others take turns in `make test-all`."""

import pytest


def in_turn(values, each_time):
    """Return one parameter for each value; those that are not tried each time are slow."""
    marks = {True: [], False: [pytest.mark.slow]}
    return [pytest.param(value, marks=marks[value in each_time]) for value in values]
