"""Make the README's moving picture: a real explorer in a real JupyterLab, and its sliders dragged.

`python -m tools.first_screen` writes docs/first-screen.webp. It needs a Chromium.
"""

import argparse
import io
import tempfile
from pathlib import Path

import nbformat
from PIL import Image

from tests import lab

PLACE = Path(__file__).parent.parent / "docs" / "first-screen.webp"
CELL = "from coursekit import neurons\n\nneurons.digit_neuron()"
# the sliders that are dragged, one after the other, and the shares of their way that they visit
DRAGS = (("rows", (1.0,)), ("image", (0.3, 0.75)), ("b", (0.85, 0.4)))
FRAMES = 12  # from one share to the next
MILLISECONDS = 60  # a frame
HOLD = 900  # milliseconds at the end of a drag
LIMIT = 1_500_000  # bytes
SET = """(slider, share) => {
  slider.value = Math.round(share * slider.max);
  slider.dispatchEvent(new Event('input', { bubbles: true }));
}"""


def frames(page):
    """Yield pictures of the explorer, and for how many milliseconds each stands."""
    view = page.locator(".ck-live").first
    view.scroll_into_view_if_needed()
    for name, shares in DRAGS:
        slider = view.locator(f"{lab.RANGE}[aria-label^='{name}']").first
        at = slider.evaluate("slider => slider.value / slider.max")
        for share in shares:
            for step in range(1, FRAMES + 1):
                eased = step / FRAMES
                eased = eased * eased * (3 - 2 * eased)
                place = at + (share - at) * eased
                slider.evaluate(SET, place)
                lab.rest(page, 200)
                picture = Image.open(io.BytesIO(view.screenshot(scale="css")))
                yield picture.convert("RGB"), HOLD if step == FRAMES else MILLISECONDS
            at = share


def record(folder):
    """Return the frames of the explorer in a JupyterLab that serves a folder."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "one.ipynb")
    with lab.jupyter_lab(folder) as address, lab.browser() as chromium:
        page = lab.open_notebook(chromium, address, "one.ipynb", width=1280, height=1000)
        lab.run_all(page)
        page.keyboard.press("Control+b")  # the folder's list makes room
        lab.rest(page)
        return list(frames(page))


def store(recorded, place):
    """Write one WebP that plays for ever, as good as the limit allows."""
    pictures, times = zip(*recorded, strict=True)
    for quality in (80, 65, 50, 35):
        pictures[0].save(
            place, save_all=True, append_images=pictures[1:], duration=times, loop=0,
            quality=quality, method=6,
        )  # fmt: skip
        if place.stat().st_size <= LIMIT:
            return
    raise SystemExit(f"{place} is larger than {LIMIT} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=PLACE)
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as folder:
        recorded = record(Path(folder))
    store(recorded, out)
    print(f"{out}: {len(recorded)} frames, {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
