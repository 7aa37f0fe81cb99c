"""What the commands of the classroom share: progress, how much to do at once, kinds of options."""

import argparse
import contextlib
import os
import sys
import time
from pathlib import Path

from coursekit.lessons import LESSONS, TITLES

A_JOB = 400_000_000  # bytes that a notebook takes when it is run, with its kernel


class Progress:
    """One line on stderr: how many of how many, and about how long still."""

    def __init__(self, total, things):
        self.total, self.things, self.start = total, things, time.monotonic()
        self.live = sys.stderr.isatty()

    def __call__(self, done):
        """Tell how many are done."""
        left = (time.monotonic() - self.start) / done * (self.total - done)
        told = f"{done} of {self.total} {self.things}, {left:.0f} s left"
        bar = "█" * (20 * done // self.total)
        if self.live:
            end = "\n" if done == self.total else ""
            print(f"\r{bar:░<20} {told}   ", end=end, file=sys.stderr, flush=True)
        elif done == self.total or done % max(1, self.total // 10) == 0:
            print(told, file=sys.stderr, flush=True)


def jobs_here(root=Path("/")):
    """Return how many notebooks to run at once: as the processors and the memory here allow.

    A container's limits count, those of each group around this process, in both versions of Linux's
    control groups. root: where the system's files stand.
    """
    processors = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )
    shares = [processors or 1]
    for group in _groups(root):
        quota, *period = _numbers(group / "cpu.max") or _numbers(group / "cpu.cfs_quota_us") or [0]
        period = period or _numbers(group / "cpu.cfs_period_us")
        shares += [quota / period[0]] if quota > 0 and period else []
        for name in ("memory.max", "memory.limit_in_bytes"):
            shares += [most / A_JOB for most in _numbers(group / name)]
    return max(1, int(min(shares)))


def _groups(root):
    """Return the folders of the control groups around this process."""
    mounted, found = root / "sys/fs/cgroup", []
    with contextlib.suppress(OSError):
        for line in (root / "proc/self/cgroup").read_text().splitlines():
            _, kinds, path = line.split(":", 2)
            top = mounted / kinds
            group = top / path.lstrip("/")
            found += [top, *(each for each in (group, *group.parents) if top in each.parents)]
    return found or [mounted]


def _numbers(path):
    """Return the numbers that a file holds; none where it says "max" or is not there."""
    try:
        return [int(word) for word in path.read_text().split()]
    except (OSError, ValueError):
        return []


def positive(kind):
    """Return what reads a number above 0, of that kind, from a command line."""

    def read(text):
        try:
            value = kind(text)
        except ValueError:
            value = 0
        if not 0 < value < 10**9:
            raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
        return value

    return read


def lesson_named(name):
    """Return the name of a lesson that is named so, or as its notebook is."""
    lesson = LESSONS.get(name, (name,))[0]
    if lesson not in {known for known in TITLES}:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(LESSONS)}")
    return lesson
