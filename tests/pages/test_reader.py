"""The plain page's own reader sees and answers what Python's does."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from coursekit.network.handwriting import as_mnist
from coursekit.network.network import Network
from coursekit.pictures.digits import reader, reading
from tests.network.drawings import digits, scrawls
from tools.pages import reader as page

SCRIPT = Path(page.__file__).with_name("reader.js")
NODE = shutil.which("node")
RUN = """
const reader = require(process.argv[1]);
const { network, drawings, images } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const weights = reader.unpacked(network.sizes, network.weights);
console.log(JSON.stringify({
  seen: drawings.map(strokes => [...reader.asMnist(strokes)]),
  layers: images.map(image => reader.forward(weights, image).map(layer => [...layer])),
  read: images.map(image => reader.reading(reader.forward(weights, image)[2])),
}));
"""


@pytest.mark.skipif(NODE is None, reason="no node found: the page's reader did not run")
def test_the_page_sees_and_reads_what_python_does():
    drawings = [
        [np.asarray(line).tolist() for line in strokes]
        for strokes in (*(strokes for strokes, _ in digits().values()), *scrawls().values(), [])
    ]
    seen = np.stack([as_mnist(strokes) for strokes in drawings])
    images = (seen / 255).tolist()
    told = {"network": page.packed(reader()), "drawings": drawings, "images": images}
    node, told = [NODE, "-e", RUN, SCRIPT], json.dumps(told)
    ran = subprocess.run(node, input=told, capture_output=True, text=True, check=True)
    there = json.loads(ran.stdout)
    assert np.abs(np.array(there["seen"]) - seen).max() <= 1  # a half is rounded up, or to even
    layers = [np.array(layer) for layer in zip(*there["layers"], strict=True)]
    for kind, least in ((np.float64, 1e-6), (np.float32, 1e-5)):  # the kernel's own is rounded
        parts = (
            [part.astype(kind) for part in some] for some in (reader().weights, reader().biases)
        )
        _, *wanted = Network(*parts).forward(seen / 255)
        assert [np.abs(a - b).max() < least for a, b in zip(wanted, layers, strict=True)] == [
            True
        ] * 3
    for outputs, (first, _, sure) in zip(wanted[-1], there["read"], strict=True):
        assert reading(outputs) == (first if sure else None)


def test_the_block_is_small_and_needs_no_address():
    block = page.reader_block()
    assert 70_000 < len(block) < 100_000
    assert "http" not in block
