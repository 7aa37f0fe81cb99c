"""What the pictures of a descent share: η, the timeline, the next step's ledger, plateaus."""

import ipywidgets as widgets
import numpy as np

from coursekit.pictures.controls import choice_slider, round_numbers, slider
from coursekit.pictures.notation import number, significant

PATIENCE, LEAST_FALL = 20, 0.001  # a plateau: 20 steps that together bring less than a thousandth


def rate_slider(label, value, low=-2, high=3):
    """Return a slider for η over these powers of ten, in steps of about a half."""
    numbers = round_numbers(low, high)
    return choice_slider(label, numbers, value, read="the length of a step", free=True)


def timeline(steps, interval):
    """Return a slider over all steps and the buttons that play it, a step an interval (in ms)."""
    step = slider("step", 0, 0, steps, 1, read="the step that is shown")
    player = widgets.Play(min=0, max=steps, interval=interval, tooltip="play the steps")
    player.linked = widgets.jslink((player, "value"), (step, "value"))  # to be closed with it
    return step, player


def next_step(walks, step, rate):
    """Return what the first walker's next step promises and what it brings, as texts."""
    if step == len(walks.norms):
        return ["–", "–"]
    now, then = walks.costs[step : step + 2, 0]
    return [signed(-rate * walks.norms[step, 0]), signed(then - now)]


def signed(change):
    """Write a change of the cost with four digits that count.

    >>> signed(-0.00123456), signed(0.5), signed(-1.265e-6), signed(3e-200)
    ('−0.001235', '+0.5000', '−1.265·10⁻⁶', '≈ 0')
    """
    if 0 < abs(change) < 1e-12:
        return "≈ 0"
    return "+" * int(change > 0) + (significant(change) if abs(change) < 1 else number(change))


def plateau(costs):
    """Return the first step over whose last 20 the cost stayed within a thousandth, or None.

    >>> plateau(np.concatenate([np.linspace(1, 0.5, 30), np.full(40, 0.5)]))
    49
    """
    flat = flat_steps(costs)
    return int(flat.argmax()) if flat.any() else None


def flat_steps(costs):
    """Return for each step whether the cost stayed within a thousandth over the last 20.

    >>> flat_steps(np.concatenate([np.full(22, 0.5), np.linspace(0.4, 0.1, 30)])).nonzero()[0]
    array([20, 21])
    """
    flat = np.zeros(len(costs), bool)
    if len(costs) > PATIENCE:
        windows = np.lib.stride_tricks.sliding_window_view(costs, PATIENCE + 1)
        flat[PATIENCE:] = np.ptp(windows, axis=1) < LEAST_FALL * windows[:, 0]
    return flat
