"""What all benchmarks share: their options, their opening lines, and where their tables are kept.

README.md keeps the last tables of each, between two marks.
"""

import argparse
import os
import platform
import sys
from importlib.metadata import version
from itertools import chain
from pathlib import Path

README = Path(__file__).with_name("README.md")


def run(section, tables, packages=(), remark="", **settings):
    """Print a benchmark's tables line by line; with `--write`, keep them in README.md as well.

    tables: takes the settings and yields lines. packages: those whose versions matter.
    remark: on how it was measured; it may name the settings. settings: options and their defaults.
    """
    module = sys.modules[tables.__module__]
    parser = argparse.ArgumentParser(description=module.__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="keep the tables in README.md")
    for name, default in settings.items():
        many = {"nargs": "+"} if isinstance(default, tuple) else {}
        parser.add_argument(f"--{name}", type=int, default=default, **many)
    asked = vars(parser.parse_args())
    write, lines = asked.pop("write"), []
    opening = _opening(section, packages, remark.format(**asked))
    for line in chain(opening, [""], tables(**asked)):
        print(line, flush=True)
        lines.append(line)
    if write:
        keep(section, lines)


def _opening(section, packages, remark):
    versions = "".join(f", {package} {version(package)}" for package in packages)
    yield (
        f"Measured on {os.cpu_count()} shared {platform.machine()} cores, {platform.system()}, "
        f"Python {platform.python_version()}{versions}{remark}."
    )
    yield f"To repeat: `python -m benchmarks.{section.replace(' ', '_')} --write`."


def keep(section, lines):
    """Replace what stands between the section's two marks."""
    before, start, rest = README.read_text(encoding="utf-8").partition(f"<!-- {section} -->\n")
    _, end, after = rest.partition(f"<!-- end of {section} -->\n")
    if not (start and end):
        raise ValueError(f"{README.name} has no marks for the section {section!r}")
    README.write_text(before + start + "\n".join(lines) + "\n" + end + after, encoding="utf-8")


def table(*heads):
    """Return the first two lines of a table."""
    return f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"
