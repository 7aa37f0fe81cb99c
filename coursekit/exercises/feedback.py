"""What a check says, and how it is shown: words first, in every place that shows a notebook."""

import html
import re
from dataclasses import dataclass

from IPython.display import display

RECORD = "application/vnd.coursekit.check.v1+json"
RIGHT, RIGHT_GIVEN, NOT_YET = "right", "right given", "not yet"
EXPLAINED, NOT_ATTEMPTED, NOTED = "explained", "not attempted", "noted"
# outcome → the words that it opens with, and the colour of the bar beside them
LOOKS = {
    RIGHT: ("Right.", "#00966f"),
    RIGHT_GIVEN: ("Right, given your earlier answer.", "#00966f"),
    NOTED: ("Noted.", "#3b82c4"),
    NOT_YET: ("Not yet.", "#d97706"),
    EXPLAINED: ("Not yet.", "#d97706"),
    NOT_ATTEMPTED: ("Not attempted.", "#8a8f98"),
}


@dataclass(frozen=True)
class Outcome:
    """What became of an answer.

    name: one of the outcomes above; "explained" is an answer of the wrong kind or shape.
    text: what the learner is told, after the outcome's own words.
    slip: the names of the slips that it looks like, if any.
    """

    name: str
    text: str = ""
    slip: str | None = None

    @property
    def counts(self):
        """Whether this was an attempt."""
        return self.name not in (EXPLAINED, NOT_ATTEMPTED)


def show_text(title, *paragraphs):
    """Show a question, a hint or a solution as Markdown, and as plain text beside it."""
    told = [paragraph for paragraph in paragraphs if paragraph]
    display(
        {
            "text/markdown": "\n\n".join([f"**{title}**", *told]),
            "text/plain": f"{title}: " + "\n\n".join(told),
        },
        raw=True,
    )


def show_outcome(outcome, notes, record, **place):
    """Show an outcome and further notes, and leave the record for a teacher's tool beside them.

    place: `display_id` and `update`, for an outcome that changes where it stands.
    """
    words, _ = LOOKS[outcome.name]
    paragraphs = [f"{words} {outcome.text}".strip(), *filter(None, notes)]
    display(
        {
            "text/html": _as_html(outcome, paragraphs),
            "text/plain": "\n\n".join(paragraphs),
            RECORD: record,
        },
        raw=True,
        **place,
    )


def _as_html(outcome, paragraphs):
    words, colour = LOOKS[outcome.name]
    told = "".join(f"<p style='margin:0.3em 0'>{marked_up(text)}</p>" for text in paragraphs)
    told = told.replace(words, f"<strong>{words}</strong>", 1)
    # An alert is read out by screen readers when it appears; most pass over any other new text.
    role = "" if outcome.name == NOT_ATTEMPTED else "role='alert' "
    return (
        f"<div {role}style='border-left:5px solid {colour};padding:0.2em 0.9em;"
        f"margin:0.3em 0;max-width:60em;font-size:1.1em;line-height:1.5'>{told}</div>"
    )


def marked_up(text):
    """Turn `code` and line breaks into HTML, and everything else into what it is."""
    escaped = html.escape(text, quote=False).replace("\n", "<br>")
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
