"""What is shown beside a cell: words first, in every place that shows a notebook."""

import html
import re
from typing import Any

from IPython.display import display

# JupyterLab writes an error where a widget's kernel is gone; a card below it says what to do.
NO_ERROR = "<style>.jp-OutputArea-output.jupyter-widgets:not(:has(*)) { display: none; }</style>"


def show_text(title: str, *paragraphs: str, **place: Any) -> None:
    """Show a question, a hint or a solution as Markdown, and as plain text beside it.

    place: `display_id` and `update`, for a text that changes where it stands.
    """
    told = [paragraph for paragraph in paragraphs if paragraph]
    display(
        {
            "text/markdown": "\n\n".join([f"**{title}**", *told]),
            "text/plain": f"{title}: " + "\n\n".join(told),
        },
        raw=True,
        **place,
    )


def show_card(
    words: str,
    colour: str,
    *paragraphs: str,
    alert: bool,
    data: dict[str, Any],
    asleep: str = "",
    **place: Any,
) -> str:
    """Show paragraphs, the first of which opens with `words`, beside a bar; return their HTML.

    alert: whether screen readers are to read it out at once. data: further forms of the output by
    their MIME type. asleep: a last paragraph for whoever sees no controls above the card.
    place: `display_id` and `update`, for a card that changes where it stands.
    """
    told = [f"{words} {paragraphs[0]}".strip(), *filter(None, paragraphs[1:])]
    inner = "".join(f"<p style='margin:0.3em 0'>{marked_up(text)}</p>" for text in told)
    inner = inner.replace(words, f"<strong>{words}</strong>", 1)
    if asleep:
        told.append(asleep)
        inner += f"{NO_ERROR}<p class='ck-asleep' style='margin:0.3em 0'>{marked_up(asleep)}</p>"
    # An alert is read out by screen readers when it appears; most pass over any other new text.
    role = "role='alert' " if alert else ""
    card = (
        f"<div {role}style='border-left:5px solid {colour};padding:0.2em 0.9em;"
        f"margin:0.3em 0;max-width:60em;font-size:1.1em;line-height:1.5'>{inner}</div>"
    )
    bundle = {"text/html": card, "text/plain": "\n\n".join(told)} | data
    display(bundle, raw=True, **place)
    return card


def marked_up(text: str) -> str:
    """Turn `code` and line breaks into HTML, and everything else into what it is.

    >>> marked_up("`a < b`")
    '<code>a &lt; b</code>'
    """
    escaped = html.escape(text, quote=False).replace("\n", "<br>")
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
