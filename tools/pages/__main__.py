"""Make plain pages of the lessons: each is one file that a browser opens without a network.

`python -m tools.pages` does all of `notebooks/`; give file names to do only these. Where the
lessons can also be run in a browser, `--live ADDRESS` lets each page lead there: the address, up to
the notebook's file name.
"""

import argparse
import os
import tempfile
from pathlib import Path

import jinja2
import nbformat
from nbclient import NotebookClient

from coursekit.page.stage import PLAYER, script
from tools.pages.asks import asked_after
from tools.pages.cells import START, address, markdown_of, page_of
from tools.pages.checks import block
from tools.pages.formulas import font_for

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def execute(path):
    """Run every cell in a fresh kernel in which explorers leave tables; return the notebook."""
    notebook = nbformat.read(path, as_version=4)
    stage = f"from tools.pages.stage import stage\nstage({asked_after(notebook.cells)})"
    notebook.cells.insert(0, nbformat.v4.new_code_cell(stage))
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
    ).execute()
    del notebook.cells[0]
    return notebook


def titles(folder):
    """Return notebook → its title, for every notebook of a folder in order."""
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        first = nbformat.read(path, as_version=4).cells[0].source
        found[path.stem] = first.splitlines()[0].removeprefix("# ")
    return found


def html_of(path, live=""):
    """Return the page of one notebook; `live` is where notebooks run, up to their file names."""
    alive = f"{live}{path.stem}.ipynb" if live else f"{address(START)}#with-Python"
    page = page_of(execute(path), alive)
    contents = titles(path.parent)
    stems = list(contents)
    place = stems.index(path.stem)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=False, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("page.html").render(
        page=page,
        stem=path.stem,
        live=live,
        alive=alive,
        start=START,
        contents=contents,
        address=address,
        before=stems[place - 1] if place else None,
        after=stems[place + 1] if place + 1 < len(stems) else None,
        font=font_for(page.body),
        checks=block(page.questions, page.predictions, markdown_of),
        ask="".join(
            (HERE / name).read_text(encoding="utf-8") for name in ("checks.js", "asking.js")
        ),
        css=(HERE / "page.css").read_text(encoding="utf-8"),
        js=script(*PLAYER) + (HERE / "page.js").read_text(encoding="utf-8"),
    )


def main():
    every = sorted((ROOT / "notebooks").glob("*.ipynb"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, default=every)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--live", default="", metavar="ADDRESS")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["COURSEKIT_HOME"] = home  # whoever runs this keeps their own progress
        for path in chosen.notebooks:
            page = chosen.out / address(path.stem)
            page.write_text(html_of(path.resolve(), chosen.live), encoding="utf-8")
            print(f"{page.name}: {page.stat().st_size / 1e6:.2f} MB", flush=True)


if __name__ == "__main__":
    main()
