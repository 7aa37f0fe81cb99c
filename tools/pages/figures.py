"""A picture of a page as HTML: its still, its controls, its sentence, and its table."""

import html
import json


def figure(shown, name, rest):
    """Return a picture with its controls; `stage.picture_of` says what is in `shown`."""
    sentence, axes = html.escape(shown["sentence"]), shown["axes"]
    width, height = shown["size"]
    play = '<button class="play" type="button" aria-label="play">▶</button>' * shown["plays"]
    controls = "".join(
        _control(axis, f"{name}-{k}", "" if k else play) for k, axis in enumerate(axes)
    )
    pad = (
        f'<script type="application/json">{json.dumps(shown["pad"])}</script>'
        if shown["pad"]
        else ""
    )
    block = f'<script type="text/plain">{shown["table"]}</script>' if axes else ""
    return (
        f'<figure class="live"><div class="picture"><div class="sheet"><img class="still" '
        f'alt="{sentence}" width="{width}" height="{height}" '
        f'src="data:image/png;base64,{shown["still"]}"></div></div>'
        f'<div class="controls">{controls}'
        '<button class="enlarge" type="button" aria-pressed="false" aria-label="enlarge">⤢</button>'
        "</div>"
        f'<figcaption aria-hidden="true">{sentence}</figcaption>'
        f'<p class="announce" role="status"></p>{rest}{block}{pad}</figure>'
    )


def listed(shown):
    """Return in words which controls of a picture do not move here."""
    names = [f"*{name}*" for name in shown["elsewhere"]]
    more = f" and {len(names) - 6} more" if len(names) > 7 else ""
    way = " Each place is shown as if you had gone there at once." * bool(shown["pad"])
    return f"Not on this page: {', '.join(names[:6] if more else names)}{more}.{way}"


def _control(axis, name, play):
    """Return one control, which says by `data-texts` what it shows at each place."""
    texts, opening, read = axis["texts"], axis["opening"], html.escape(axis["read"])
    label = f'<label for="{name}">{html.escape(axis["label"])}</label>'
    if axis["kind"] == "tick":
        tick = f'<input id="{name}" type="checkbox"{" checked" * opening}>'
        return f'<span class="axis tick">{tick}{label}</span>'
    if axis["kind"] == "choice":
        options = "".join(
            f"<option{' selected' * (k == opening)}>{html.escape(text)}</option>"
            for k, text in enumerate(texts)
        )
        return f'<span class="axis choice">{label}<select id="{name}">{options}</select></span>'
    return (
        f'<span class="axis">{play}{label}<input id="{name}" type="range" min="0" '
        f'max="{len(texts) - 1}" value="{opening}" aria-label="{read}" '
        f'data-texts="{html.escape(json.dumps(texts, ensure_ascii=False))}">'
        f'<output for="{name}">{html.escape(texts[opening])}</output></span>'
    )
