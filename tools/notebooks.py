"""Execute notebooks and store them in one fixed form, so that a second run changes no byte.

`python tools/notebooks.py` does all of `notebooks/`; give file names to do only these.
"""

import argparse
from pathlib import Path

import nbformat

from coursekit.classroom.stored_form import execute, normalise

FOLDER = Path(__file__).parent.parent / "notebooks"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, default=sorted(FOLDER.glob("*.ipynb")))
    for path in parser.parse_args().notebooks:
        print(f"executing {path.name}", flush=True)
        notebook = nbformat.read(path, as_version=4)
        execute([notebook], path.resolve().parent)
        nbformat.write(normalise(notebook, path.stem), path)


if __name__ == "__main__":
    main()
