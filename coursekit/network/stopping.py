"""Early stopping: held-out examples say when a training has gone on for long enough."""

from collections.abc import Sequence
from typing import NamedTuple

from coursekit.network import checks


class Stop(NamedTuple):
    """Which measurement early stopping keeps, and at which it gives up; both count from 0."""

    kept: int
    at: int


def stop_early(held_out: Sequence[float], patience: int) -> Stop:
    """Walk through the costs as they come, and stop when the lowest lies `patience` ones back.

    held_out: C on examples that are never trained on, one number for each measurement.
    The last measurement ends the walk, if patience does not. Nothing later than the stop counts.
    Raises ValueError when there is nothing to walk through.

    >>> stop_early([0.9, 0.5, 0.6, 0.4, 0.5, 0.7, 0.1], patience=2)
    Stop(kept=3, at=5)
    """
    checks.count("patience", patience)
    if len(held_out) == 0:
        raise ValueError("held_out must hold at least one cost")
    kept = 0
    for at, cost in enumerate(held_out):
        if cost < held_out[kept]:
            kept = at
        if at - kept >= patience:
            break
    return Stop(kept, at)
