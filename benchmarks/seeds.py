"""Tables over seeds: each way to train runs with every seed, on all cores.

To be imported before numpy: one process a core does more than two threads a process.
"""

import os

os.environ |= {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}

from multiprocessing import get_context
from statistics import median


def over_seeds(run, ways, seeds):
    """Return way → columns, each with a figure a seed; `run((way, seed))` returns (way, row)."""
    rows = {way: [] for way in ways}
    jobs = [(way, seed) for way in ways for seed in range(seeds)]
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        for way, row in pool.imap_unordered(run, jobs):
            rows[way].append(row)
    return {way: list(zip(*got, strict=True)) for way, got in rows.items()}


def spread(values, form="{:.2f}", times=100):
    """Write a median with its range, as a rule in percent."""
    values = [times * value for value in values]
    middle, low, high = map(form.format, (median(values), min(values), max(values)))
    return f"{middle} ({low}–{high})"
