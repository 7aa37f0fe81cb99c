"""What all pages share: one file each, without scripts, in light and dark, for screen and paper.

Whatever learners wrote is escaped. Should that ever fail, the page's own policy still forbids
scripts and anything from elsewhere.
"""

import hashlib
import html
import re
from pathlib import Path

from coursekit.exercises.feedback import (
    EXPLAINED,
    NOT_YET,
    NOTED,
    RIGHT,
    RIGHT_GIVEN,
    marked_up,
)

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
# outcome → its class, its words, and the height of its mark: it shows without colour as well
LOOKS = {
    RIGHT: ("right", "right", 1.0),
    RIGHT_GIVEN: ("right-given", "right, given an earlier answer", 1.0),
    NOTED: ("noted", "in own words", 0.7),
    NOT_YET: ("not-yet", "not yet", 0.45),
    EXPLAINED: ("explained", "not readable as an answer", 0.45),
    "": ("blank", "no answer", 0.12),
}


def document(title, *parts):
    """Return a whole page. The parts are HTML, the title is text."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="robots" content="noindex">',
            f"<title>{text(title)}</title>",
            f"<style>{STYLE}</style></head><body>",
            *parts,
            "</body></html>\n",
        ]
    )


def text(value):
    """Return any text as HTML, also inside quotes.

    >>> text('<b a="1">')
    '&lt;b a=&quot;1&quot;&gt;'
    """
    return html.escape(str(value), quote=True)


def mark(outcome):
    """Return an outcome's sign as a small picture with its words."""
    kind, words, height = LOOKS[outcome]
    rest = (1 - height) / 2
    return (
        f'<svg viewBox="0 0 1 1" role="img" aria-label="{words}" preserveAspectRatio="none">'
        f'<title>{words}</title><rect class="o-{kind}" y="{rest:.3f}" width="1" '
        f'height="{height}"/></svg>'
    )


def prose(markdown):
    """Return a question's Markdown as HTML: paragraphs, quotes, lists, code, emphasis.

    >>> prose("What is **z**, for `a < 1`?")
    '<p>What is <strong>z</strong>, for <code>a &lt; 1</code>?</p>'
    """
    blocks = re.split(r"```(?:python)?\n(.*?)```", markdown, flags=re.DOTALL)
    told = []
    for place, block in enumerate(blocks):
        if place % 2:
            told.append(f"<pre>{text(block.rstrip())}</pre>")
        else:
            paragraphs = re.split(r"\n\s*\n", block)
            told += [_paragraph(part.strip()) for part in paragraphs if part.strip()]
    return "\n".join(told)


def _paragraph(part):
    lines = part.split("\n")
    if all(line.startswith("> ") for line in lines):
        return f"<blockquote>{_inline(' '.join(line[2:] for line in lines))}</blockquote>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{_inline(part)}</p>"


def _inline(part):
    told = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked_up(part))
    return re.sub(r"(?<![*\w])\*([^*\s][^*]*)\*(?![*\w])", r"<em>\1</em>", told)


def file_name(learner):
    """Return a learner's page's name: safe everywhere, and no one else's.

    >>> from coursekit.teach.collecting import Learner
    >>> file_name(Learner("../<Ada>"))
    'ada-36675ca3.html'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", learner.name.lower()).strip("-")[:40] or "learner"
    whole = "/".join((learner.name, learner.moodle, learner.canvas))
    return f"{plain}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}.html"
