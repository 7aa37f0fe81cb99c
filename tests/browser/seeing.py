"""What can be told apart on the screen: a control, and that it has the focus."""

import io

import numpy as np
from PIL import Image

from tests.lab import rest

AROUND = 6  # pixels


def assert_seen(page, control):
    """Assert that a control stands out, and that its ring does when it has the keyboard's focus.

    The last thing pressed must have been a key: otherwise a page shows no ring.
    """
    which = control.evaluate("control => control.outerHTML.slice(0, 80)")
    control.blur()
    plain = _shades(page, control)
    assert _stands_out(plain, np.median(plain)).any(), which
    control.focus()
    assert _stands_out(_shades(page, control), plain).sum() > sum(plain.shape), which


def _shades(page, control):
    """Return how bright a control and what lies around it are on the screen, 0 to 1."""
    control.scroll_into_view_if_needed()
    rest(page, 100)
    box = control.bounding_box()
    clip = {side: box[side] - AROUND for side in ("x", "y")}
    clip |= {side: box[side] + 2 * AROUND for side in ("width", "height")}
    seen = Image.open(io.BytesIO(page.screenshot(clip=clip, animations="disabled")))
    return (np.asarray(seen.convert("L")) / 255) ** 2.2


def _stands_out(one, other):
    """Return where two shades have the contrast that WCAG 1.4.11 asks for."""
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05) >= 3
