"""From the formulas of a lesson to MathML, which a browser sets by itself: no script, no pictures.

latex2mathml reads the TeX. What a browser would space or slant otherwise than TeX is mended here,
and a formula that cannot be set is named, so that whoever writes a lesson writes it otherwise.
"""

import base64
import html
import io
import re
import xml.etree.ElementTree as ET
from importlib.metadata import distribution

from fontTools import subset
from fontTools.ttLib import TTFont
from latex2mathml.converter import convert

FONT = "ziamath/fonts/STIXTwoMath-Regular.ttf"  # the package that carries it, and where
# what is written → what latex2mathml makes one piece of
PIECES = {
    r"\begin{bmatrix}": r"{\left[\begin{matrix}",
    r"\end{bmatrix}": r"\end{matrix}\right]}",
    r"\lVert": r"{\left\lVert",
    r"\rVert": r"\right\rVert}",
    r"\mathsf T": "𝖳",
}
# what it makes → what a browser sets as TeX does
MENDED = {
    r"&#x0*(?!(?:26|3C|3E);)(\w+);": lambda code: chr(int(code[1], 16)),
    r"^<math.*?>": "<math>",
    r"<m[io]>([∇Δ…⋮⋱])</m[io]>": r'<mi mathvariant="normal">\1</mi>',
    r"<mo>∂</mo>": "<mi>∂</mi>",
    r"<mo>/</mo>": '<mo lspace="0" rspace="0">/</mo>',
    # the font has raised the prime already
    r"<msup>(<mi>\w</mi>)<mi>′</mi></msup>": r'<mrow>\1<mo lspace="0" rspace="0">′</mo></mrow>',
    # a sign, where nothing stands before it to subtract from
    r"((?<![])‖′])</mo>|<mspace[^>]*/>|<mtext>\s</mtext>)<mo>([−+])</mo>": (
        r'\1<mo form="prefix">\2</mo>'
    ),
}
PARTS = {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}


def formula(tex, display=False):
    """Return a formula as MathML; raise ValueError for one that cannot be set.

    >>> formula("w_0 - 1")
    '<math><mrow><msub><mi>w</mi><mn>0</mn></msub><mo>−</mo><mn>1</mn></mrow></math>'
    """
    written = tex
    for piece, one in PIECES.items():
        written = written.replace(piece, one)
    try:
        made = convert(written, display="block" if display else "inline")
    except Exception as problem:  # latex2mathml has a dozen ways to stumble
        raise ValueError(f"the formula {tex!r} cannot be set: {problem!r}") from None
    for pattern, mended in MENDED.items():
        made = re.sub(pattern, mended, made)
    if unknown := re.search(r"\\\w*", made):
        raise ValueError(f"the formula {tex!r} cannot be set: {unknown[0]} is not known")
    whole = all(len(node) == PARTS.get(node.tag, len(node)) for node in ET.fromstring(made).iter())
    if not whole or tex.count("{") != tex.count("}"):
        raise ValueError(f"the formula {tex!r} cannot be set: something is missing")
    return made.replace("<math>", '<math display="block">') if display else made


def font_for(page):
    """Return the part of STIX Two Math that the formulas of a page need, as a data address."""
    signs = set(html.unescape(re.sub("<.*?>", "", "".join(re.findall("<math.*?</math>", page)))))
    # a browser sets a single letter in italics, which have places of their own in Unicode
    italics = [0x210E, *range(0x1D434, 0x1D468), *range(0x1D6FC, 0x1D71C)]
    options = subset.Options(layout_features=["*"], drop_tables=["DSIG", "GPOS"])
    font = TTFont(distribution("ziamath").locate_file(FONT))
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[*map(ord, signs), *italics])
    cut.subset(font)
    font.flavor, packed = "woff", io.BytesIO()
    font.save(packed)
    return f"data:font/woff;base64,{base64.b64encode(packed.getvalue()).decode()}"
