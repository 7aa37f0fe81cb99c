"""The pad of the first page, where the stored reader's forward pass runs in the page itself."""

import base64
import json
from pathlib import Path

import numpy as np

from coursekit.network.handwriting import sample
from coursekit.pictures.digits import reader

HERE = Path(__file__).parent
STYLE = """
#reader { font-family: var(--label); margin: 1.5rem 0; }
#reader .side { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: flex-start; }
#reader .paper { width: 300px; max-width: 100%; aspect-ratio: 1; touch-action: none;
  cursor: crosshair; border-radius: 8px; }
#reader .seen { width: 84px; height: 84px; image-rendering: pixelated; }
#reader .side > div { flex: none; max-width: 100%; }
#reader .network { flex: 1 1 380px; width: 100%; min-width: min(340px, 100%); max-width: 620px; }
#reader .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
#reader .says { display: block; min-height: 1.6em; font-size: 1.1rem; font-weight: 600; }
"""
PAD = """<section id="reader" aria-label="A network that reads what you draw" hidden>
<style>{style}</style>
<div class="side">
<div><canvas class="paper" width="600" height="600" role="img"
 aria-label="A black square to draw a digit on, by mouse, pen or finger"></canvas>
<div class="buttons"><button type="button" class="clear">clear</button>
<button type="button" class="undo">undo</button>
<label>sample <select class="sample">{options}</select></label></div></div>
<canvas class="network" width="1120" height="800" role="img"
 aria-label="Two middle layers of 16 neurons and ten outputs, as bright as they are"></canvas>
</div>
<div class="side"><canvas class="seen" width="28" height="28" role="img"
 aria-label="What the network sees: 28 × 28 pixels"></canvas>
<output class="says"></output></div>
<script type="application/json" class="told">{told}</script>
</section>
<noscript><p>Where scripts may run, a square to draw a digit on stands here.</p></noscript>
<script>{script}</script>"""


def packed(network):
    """Return a network's sizes, and all its numbers as base64 of float32.

    Layer by layer: the weights row by row, then the biases.
    """
    layers = zip(network.weights, network.biases, strict=True)
    parts = [np.ravel(part).astype("<f4") for layer in layers for part in layer]
    text = base64.b64encode(np.concatenate(parts).tobytes()).decode("ascii")
    return {"sizes": list(network.sizes), "weights": text}


def reader_block():
    """Return the pad as HTML that needs nothing else."""
    told = packed(reader()) | {"samples": [sample(digit) for digit in range(10)]}
    chosen = {3: " selected"}
    options = "".join(f"<option{chosen.get(d, '')}>{d}</option>" for d in range(10))
    script = (HERE / "reader.js").read_text(encoding="utf-8")
    return PAD.format(style=STYLE, options=options, told=json.dumps(told), script=script)
