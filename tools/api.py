"""Make the reference: what docstrings of the maths, pictures, questions and lessons say.

`python -m tools.api` writes it to `build/site/api`, beside the plain pages.
"""

import argparse
from pathlib import Path
from pkgutil import iter_modules

import pdoc

import coursekit
from coursekit.lessons import TITLES

ROOT = Path(__file__).parent.parent
OPEN = ("network", "pictures", "questions", "page", "lessons")


def modules():
    """Return the names of all that the reference tells of: a folder, and then what is in it."""
    folders = [*OPEN, *(f"lessons.{lesson}" for lesson in TITLES)]
    for name in sorted(f"{coursekit.__name__}.{folder}" for folder in folders):
        yield name
        place = ROOT.joinpath(*name.split("."))
        yield from (f"{name}.{one.name}" for one in iter_modules([place]) if not one.ispkg)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "site" / "api")
    out = parser.parse_args().out
    pdoc.render.configure(docformat="markdown", show_source=False)
    pdoc.pdoc(*modules(), output_directory=out)
    print(f"{out}: {sum(path.stat().st_size for path in out.rglob('*')) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
