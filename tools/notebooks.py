"""Execute notebooks and store them in one fixed form, so that a second run changes no byte.

`python tools/notebooks.py` does all of `notebooks/`; give file names to do only these.
"""

import argparse
import hashlib
import os
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def execute(path):
    """Run every cell of the notebook in a fresh kernel and return it with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    return notebook


def normalise(notebook, name):
    """Take out what differs from run to run: model ids, timings, versions, widget state."""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for index, cell in enumerate(notebook.cells):
        cell.id = f"{name}-{index:02d}"
        cell.metadata.pop("execution", None)
        for place, output in enumerate(cell.get("outputs", [])):
            view = output.get("data", {}).get(WIDGET_VIEW)
            if view:
                key = f"{name} {index} {place}".encode()
                view["model_id"] = hashlib.sha256(key).hexdigest()[:32]
    return notebook


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, default=sorted(FOLDER.glob("*.ipynb")))
    with tempfile.TemporaryDirectory() as home:
        os.environ["COURSEKIT_HOME"] = home  # whoever runs this keeps their own progress
        for path in parser.parse_args().notebooks:
            print(f"executing {path.name}", flush=True)
            nbformat.write(normalise(execute(path.resolve()), path.stem), path)


if __name__ == "__main__":
    main()
