"""What the text of a lesson asks a reader to move, and which of it a page cannot move.

A control is named as the picture labels it, in italics: "Move *terms* to 4", "turn $w$".
"""

import re

NAMED = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)|\$(\w|\\eta)(?:_(\d))?\$")
SENT = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*) (?:up )?to (−?\d[\d,.]*)(?!\d| and)")
BY_HAND = re.compile(
    r"\b[Cc]lick(?:ing)? (?:on|into) (?:the (?:map|histogram)|a cell)|\b[Dd]raw on\b"
)
CELLS = re.compile(r"\b[Rr]un (the|its|this|that)\b|cell of its own|`\w+\.\w+\.\w+(\(\))?`")
LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
NO_PICTURE = re.compile(r"\.(ask|check|predict|compare)\(|^(from|import) [^\n]*\Z")


def named(text):
    """Return the names that a text sets in italics, in their order, once each.

    >>> named("Set *terms* to 4, then turn $w_0$ and *b*. **Now** *terms* again.")
    ['terms', 'w₀', 'b']
    """
    found = [
        italic or symbol.replace("\\eta", "η") + index.translate(LOW)
        for italic, symbol, index in NAMED.findall(text)
    ]
    return list(dict.fromkeys(found))


def asked_after(cells):
    """Return which names the text after each code cell mentions, up to the next picture's cell.

    Code cells are counted from 1.
    """
    asked, number, picture = {}, 0, None
    for cell in cells:
        if cell.cell_type == "code":
            number += 1
            if not NO_PICTURE.search(cell.source):
                picture, asked[number] = number, []
        elif cell.cell_type == "markdown" and picture:
            asked[picture] += named(cell.source)
    return {number: list(dict.fromkeys(names)) for number, names in asked.items()}


def beyond(text, shown):
    """Return what a text asks for that a page cannot do, as Markdown.

    shown: the picture above it, as `stage.picture_of` returns it, or None.

    >>> axes = [{"label": "b", "texts": ["−4", "0"]}]
    >>> shown = {"axes": axes, "elsewhere": ["h"], "pad": None}
    >>> beyond("Set *b* to −4, then *b* to −3. Drag *h*, and click on the map.", shown)
    ['*h*', '*b* to −3', 'a click on the picture']
    """
    found = ["cells to run"] if CELLS.search(text) else []
    if shown is None:
        return found
    places = {axis["label"]: axis["texts"] for axis in shown["axes"]}
    found += [f"*{name}*" for name in named(text) if name in shown["elsewhere"]]
    for name, value in SENT.findall(text):
        value = value.rstrip(".,").replace(",", "")
        if name in places and value not in places[name]:
            found.append(f"*{name}* to {value}")
    if BY_HAND.search(text) and not shown["pad"]:
        found.append("a click on the picture")
    return list(dict.fromkeys(found))
