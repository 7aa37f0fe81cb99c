"""The twelve questions on a page, one after another and without help; then what was gained."""

import html
import re
from typing import Any

import ipywidgets as widgets

from coursekit.lessons.before_and_after import gain, items, marks
from coursekit.page.cards import marked_up
from coursekit.questions import progress
from coursekit.questions.session import PRACTICE
from coursekit.questions.told import Told

UNKNOWN = "I do not know"
BEFORE, AFTER = "before", "after"
OPENS = {
    BEFORE: "Twelve short questions, before you begin: about ten minutes, without looking anything "
    "up. Say so where you do not know. After lesson 7 twelve others show what is new.",
    AFTER: "Twelve short questions like those before the course, on other numbers: about ten "
    "minutes, without looking anything up. Then you see what is new.",
}
WORDS = {  # right before, right after → what is said of it
    (False, True): "new",
    (True, True): "as before",
    (True, False): "lost",
    (False, False): "still open",
}
GREY, BLUE = "#8a8f98", "#3b82c4"


def before(form: str = "A") -> None:
    """Offer the twelve questions that come before the course.

    form: "A" or "B"; a class that crosses them can tell what the forms themselves do.
    Raises ValueError for another.
    """
    _sit(BEFORE, form)


def after(form: str | None = None) -> None:
    """Offer the twelve that come after it: of the other form than before, if none is named.

    Raises ValueError for another form than A or B.
    """
    earlier = _kept(BEFORE)
    other = "A" if earlier and earlier[0] == "B" else "B"
    _sit(AFTER, form or other)


def _sit(when: str, form: str) -> None:
    asked, answers = items(form), []
    text = widgets.HTML()
    buttons = [_button("") for _ in (*asked[0].options, UNKNOWN)]
    controls = widgets.VBox([text, widgets.HBox(buttons, layout={"flex_flow": "row wrap"})])

    def show() -> None:
        item = asked[len(answers)]
        text.value = f"<p>{len(answers) + 1} of {len(asked)}. {_as_html(item.text)}</p>"
        for button, option in zip(buttons, (*item.options.values(), UNKNOWN), strict=True):
            button.description = option

    def press(button: Any) -> None:
        place = buttons.index(button)
        letters = list(asked[len(answers)].options)
        answers.append(letters[place] if place < len(letters) else None)
        if len(answers) < len(asked):
            show()
        else:
            controls.layout.display = "none"
            told.show(
                "Done.",
                BLUE,
                *_end(when, form, answers),
                alert=True,
                data=_record(when, form, answers),
            )

    def start(_: Any) -> None:
        begin.layout.display = "none"
        controls.layout.display = ""
        told.show("Under way.", GREY, "An answer brings the next question.", alert=False, data={})
        show()

    for button in buttons:
        button.on_click(press)
    begin = _button("Begin")
    begin.on_click(start)
    controls.layout.display = "none"
    told = Told(widgets.VBox([begin, controls]))
    told.show("Not begun.", GREY, OPENS[when], alert=False, data={})


def _end(when: str, form: str, answers: list[str | None]) -> list[str]:
    """Keep the answers, and return what is said at the end."""
    then = _kept(BEFORE)
    message = progress.keep(_id(when), progress.Guess([form, answers], 1, True))
    if when == BEFORE:
        return ["Kept on this computer. What was right is said after the course.", message]
    now = marks(form, answers)
    if then is None:
        first = f"Right: {sum(now)} of {len(now)}. Nothing from before the course is kept here."
        words = ["right" if good else "still open" for good in now]
    else:
        first = gain(marks(*then), now)
        words = [WORDS[pair] for pair in zip(marks(*then), now, strict=True)]
    rows = [f"{item.title}: {word}" for item, word in zip(items(form), words, strict=True)]
    return [first, "\n".join(rows), message]


def _record(when: str, form: str, answers: list[str | None]) -> dict[str, Any]:
    return {PRACTICE: {"sitting": when, "form": form, "answers": answers}}


def _kept(when: str) -> tuple[str, list[str | None]] | None:
    """Return form and answers of an earlier sitting, or None."""
    kept = progress.guesses()[0].get(_id(when))
    try:
        form, answers = kept.guess
        marks(form, answers)
    except (AttributeError, TypeError, ValueError):
        return None
    return form, answers


def _id(when: str) -> str:
    return f"course.{when}"


def _button(words: str) -> Any:
    return widgets.Button(description=words, layout={"width": "auto", "min_width": "8em"})


def _as_html(text: str) -> str:
    """Return a question's Markdown as HTML: blocks of code, `code` and paragraphs.

    >>> _as_html("What is `z`?")
    'What is <code>z</code>?'
    """
    parts = re.split(r"```python\n(.*?)\n```", text, flags=re.S)
    parts[1::2] = [f"<pre>{html.escape(code, quote=False)}</pre>" for code in parts[1::2]]
    parts[::2] = [marked_up(part.strip()) for part in parts[::2]]
    return "".join(parts)
