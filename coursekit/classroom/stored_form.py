"""Execute notebooks and store them in one fixed form, so that a second run changes no byte."""

import asyncio
import hashlib
import itertools
import os
import tempfile
from pathlib import Path

from nbclient import NotebookClient

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"file_extension": ".py", "name": "python"}  # so `nbconvert --to script` writes a .py
CELL_SECONDS = 300


def execute(notebooks, folder, at_once=1, progress=lambda done: None):
    """Run all cells of each notebook in a fresh kernel; their outputs go into the notebooks.

    folder: where the kernels work. at_once: how many of them there are at a time.
    progress: is told how many are done.
    Raises nbclient's CellExecutionError for a cell that fails.
    """
    with tempfile.TemporaryDirectory() as home:  # whoever runs this keeps their own progress
        asyncio.run(_execute(notebooks, folder, at_once, progress, Path(home)))


async def _execute(notebooks, folder, at_once, progress, home):
    turns, done = asyncio.Semaphore(at_once), itertools.count(1)

    async def run(number, notebook):
        client = NotebookClient(
            notebook,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            record_timing=False,
            store_widget_state=False,
            extra_arguments=["--IPKernelApp.log_level=40"],  # no word on how it is connected
            resources={"metadata": {"path": str(folder)}},
        )
        async with turns:
            await client.async_execute(env=os.environ | {"COURSEKIT_HOME": str(home / str(number))})
        progress(next(done))

    await asyncio.gather(*(run(number, notebook) for number, notebook in enumerate(notebooks)))


def normalise(notebook, name):
    """Take out what differs from run to run: model ids, timings, versions, widget state."""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE}
    for index, cell in enumerate(notebook.cells):
        if "-" not in cell.id:  # made by chance
            cell.id = f"{name}-at-{index:02d}"
        cell.metadata.pop("execution", None)
        for place, output in enumerate(cell.get("outputs", [])):
            view = output.get("data", {}).get(WIDGET_VIEW)
            if view:
                key = f"{name} {index} {place}".encode()
                view["model_id"] = hashlib.sha256(key).hexdigest()[:32]
    return notebook
