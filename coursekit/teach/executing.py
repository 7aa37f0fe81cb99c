"""Running a handed-in notebook from top to bottom in a fresh kernel, as data in and data out.

`run_notebook` is the grader's side, `work` the other one: a process of its own, in a folder of its
own, under limits, with the kernel as its child. The notebook's outputs, metadata and kernel name
are not looked at; only its code is. An error in a cell does not keep the next one from running. A
cell that only shows one of the course's pictures is passed over: no answer depends on it.
"""

import json
from importlib.util import find_spec

from coursekit.exercises.feedback import RECORD
from coursekit.teach import code, kernel
from coursekit.teach.assessing import Ran

MOST_RECORD = 2_000_000  # characters; a trained network has one million
ENDED = {
    "time": "it took longer than {seconds:.0f} s",
    "memory": "it took more than {memory} MB of memory",
    "processes": "it started more than {processes} processes",
    "disk": "it wrote more than {disk} MB",
    "answer": "it reported more than {answer} MB",
}
TOO_LONG = "TooLong"
DIED = "it ends Python"


def run_notebook(forker, folder, cells, limits, cell_seconds):
    """Return what running these cells brought up, as `Ran`.

    cells: reading.Cell …. limits: for the whole; cell_seconds: for each cell.
    """
    sources = [[cell.index, cell.source] for cell in worth_running(cells)]
    job = {"kind": "execute", "cells": sources, "cell_seconds": cell_seconds}
    lines, ended = forker.run(job, folder, limits)
    known = {cell.index for cell in cells}
    records, stopped, died = [], {}, ""
    for line in lines:
        if not isinstance(line, dict) or line.get("cell") not in known:
            continue
        if isinstance(line.get("record"), dict):
            records.append((line["cell"], line["record"]))
        elif isinstance(line.get("stopped"), str):
            stopped.setdefault(line["cell"], _reason(line["stopped"], cell_seconds))
            died = died or ("a cell ends Python" if line["stopped"] == DIED else "")
    reason = ENDED[ended].format(**limits.as_data()) if ended in ENDED else ended or ""
    return Ran(tuple(records), stopped, reason or died)


def worth_running(cells):
    """Return the cells without those that only show a picture."""
    trees = [code.tree_of(cell.source) for cell in cells]
    known, rebound = code.imported(trees), code.rebound(trees)
    return [
        cell
        for cell, tree in zip(cells, trees, strict=True)
        if not code.only_shows(tree, known, rebound)
    ]


def _reason(name, cell_seconds):
    """Say in words what kept a cell from its end; the name of an error may be the learner's."""
    if name == TOO_LONG:
        return f"it took longer than {cell_seconds:.0f} s"
    return name if name == DIED or name.isidentifier() else "an error"


def require(*modules):
    """Raise ImportError, with what to install, where one of these modules is missing."""
    for module in modules:
        if find_spec(module) is None:
            raise ImportError(
                f"Grading needs {module}, which is not installed: pip install 'coursekit[teach]'"
            )


def prepare():
    """Import what running a notebook takes."""
    import nbclient  # noqa: F401
    import nbformat.v4  # noqa: F401

    kernel.prepare()


def work(job, folder, write):
    """Run the cells and write a line for each record, and for each cell that stopped."""
    from nbclient.exceptions import DeadKernelError
    from nbformat import v4

    places = [index for index, _ in job["cells"]]

    def failed(cell, cell_index, execute_reply):
        name = execute_reply["content"].get("ename")
        write({"cell": places[cell_index], "stopped": str(name)[:100]})

    client = _listener(places, write)(
        v4.new_notebook(cells=[v4.new_code_cell(source) for _, source in job["cells"]]),
        km=kernel.Kernel(),
        timeout=job["cell_seconds"],
        interrupt_on_timeout=True,
        error_on_timeout={"ename": TOO_LONG, "evalue": "", "traceback": []},
        on_cell_error=failed,
        allow_errors=True,
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except DeadKernelError:
        at = max(0, min(client.code_cells_executed, len(places)) - 1)
        write({"cell": places[at], "stopped": DIED})


def _listener(places, write):
    """Return an nbclient that listens for records and keeps no output."""
    from nbclient import NotebookClient

    class Listener(NotebookClient):
        def output(self, outs, msg, display_id, cell_index):
            record = msg["content"].get("data", {}).get(RECORD)
            if record is not None and len(json.dumps(record)) <= MOST_RECORD:
                write({"cell": places[cell_index], "record": record})

    return Listener
