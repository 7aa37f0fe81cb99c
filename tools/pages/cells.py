"""From the cells of an executed notebook to HTML: prose, pictures that move, and questions."""

import ast
import html
import json
import re
from typing import NamedTuple

from nbconvert.filters.ansi import strip_ansi
from nbconvert.filters.markdown_mistune import (
    IPythonRenderer,
    MarkdownWithMath,
)
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from coursekit.lessons import LESSONS, asked
from coursekit.questions.choice import Choice
from coursekit.questions.value import Value
from coursekit.questions.words import Words
from tools.pages.asks import beyond
from tools.pages.figures import figure, listed
from tools.pages.formulas import formula
from tools.pages.reader import reader_block
from tools.pages.sizes import fitting

PICTURE = "application/vnd.coursekit.picture+json"
PREDICTED = "application/vnd.coursekit.predicted+json"
START = "00-start"
# what makes sense with a kernel alone → what stands in its place
WITH_A_KERNEL = {
    "today": "In the notebook, this cell brings back a few questions on other days.",
    "before": "In the notebook, twelve short questions stand here, and twelve more at the end.",
    "after": "In the notebook, twelve short questions show what is new.",
    "which_slip": "In the notebook, this cell shows how somebody worked; you find the slip.",
    "worked": "In the notebook, this cell works the question line by line.",
    "faded": "In the notebook, this cell leaves the last lines to you.",
    "progress_map": "In the notebook, this cell shows every question of the course, and how it "
    "stands.",
    "summary": "In the notebook, this cell says what to read again.",
    "certainty": "In the notebook, this cell says how well your certainty fits.",
}
# pictures in whose place a page has one of its own, which does without the kernel
IN_PLACE = {"neurons.your_digit": reader_block}
NOT_HERE = ("Is everything working?",)  # sections whose words are about a kernel


class Page(NamedTuple):
    """A lesson as HTML: its title, its body, its sections, anchor → heading, and what it asks.

    questions: their ids. predictions: id → what `asking.js` needs of each.
    """

    title: str
    body: str
    sections: dict[str, str]
    questions: list[str]
    predictions: dict[str, dict]


def address(notebook):
    """Return the page of a notebook.

    >>> address("00-start"), address("03-cost")
    ('index.html', '03-cost.html')
    """
    return "index.html" if notebook == START else f"{notebook}.html"


def markdown_of(text):
    """Return a text of a question as HTML."""
    return _Maker().markdown(text)


def page_of(notebook, alive=""):
    """Return an executed notebook as a `Page`; alive: where it runs, or where it says how."""
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", ())]
    held = [o.data for o in outputs if PICTURE in o.get("data", ())]
    for data, shown in zip(held, fitting([data[PICTURE] for data in held]), strict=True):
        data[PICTURE] = shown
    maker = _Maker(alive)
    body = "\n".join(filter(None, map(maker.cell, notebook.cells)))
    return Page(maker.titles[0], body, maker.sections, maker.questions, maker.predictions)


class _Maker:
    """Turns one cell after the other into HTML and notes the headings that it passes."""

    def __init__(self, alive=""):
        self.alive, self.titles, self.sections, self.anchors = alive, [], {}, set()
        self.questions, self.predictions = [], {}
        self.pictures, self.landmarks, self.about_a_kernel = 0, 0, False
        self.picture_above = self.told = None  # and what was said of it since

    def cell(self, cell):
        if cell.cell_type == "markdown":
            return self.prose(cell.source)
        if cell.cell_type == "code":
            return self.code(cell.source, cell.outputs)
        return ""

    # -- prose -------------------------------------------------------------------------------

    def prose(self, source):
        section = re.match(r"## (.*)", source)
        self.about_a_kernel = section[1] in NOT_HERE if section else self.about_a_kernel
        if self.about_a_kernel:
            return ""
        text = self.markdown(source) + self.beyond(source)
        return re.sub(
            r"<h3[^>]*>Predict first</h3>.*?(?=<h[23]|\Z)",
            r'<section class="predict">\g<0></section>',
            text,
            flags=re.DOTALL,
        )

    def beyond(self, source):
        """Return the line that says what a text asks for and the page cannot do, once for each.

        Right below a picture stands the picture's own line.
        """
        asked = beyond(source, self.picture_above)
        if self.told is None:
            above = self.picture_above["elsewhere"] if self.picture_above else ()
            self.told = {f"*{name}*" for name in above} & set(asked)
        fresh = [what for what in asked if what not in self.told]
        self.told.update(fresh)
        return self.kernel(f"Not on this page: {', '.join(fresh)}.") if fresh else ""

    def kernel(self, words):
        """Return a quiet line about what needs Python, which leads to where it is."""
        where = f' <a href="{html.escape(self.alive)}">With Python.</a>' if self.alive else ""
        return re.sub(r"</p>\s*\Z", f"{where}</p>", f'<p class="kernel">{self.markdown(words)[3:]}')

    def markdown(self, source):
        renderer = _Renderer(self)
        return MarkdownWithMath(renderer).render(source)

    def anchor(self, text):
        """Return an anchor for a heading, as JupyterLab makes it, and new on this page."""
        wanted = anchor = re.sub("<.*?>", "", text).replace(" ", "-")
        while anchor in self.anchors:
            count = int(anchor.removeprefix(wanted).strip("-") or 1)
            anchor = f"{wanted}-{count + 1}"
        self.anchors.add(anchor)
        return anchor

    # -- code --------------------------------------------------------------------------------

    def code(self, source, outputs):
        for name, words in WITH_A_KERNEL.items():
            if re.search(rf"\b{name}\(", source):
                return self.kernel(words)
        if re.search(r"\bmy_progress\(", source):
            return f'<div id="progress" data-lessons="{html.escape(json.dumps(_lessons()))}"></div>'
        shown = "\n".join(filter(None, map(self.output, outputs)))
        for verb, kind in (("ask", "question"), ("predict", "question"), ("compare", "answer")):
            if call := re.search(rf"(\w+\.\w+)\.{verb}\(\)", source):
                self.questions += [call[1]] * (verb == "ask")
                self.landmarks += 1
                return (
                    f'<section class="{kind}" aria-label="{kind} {self.landmarks}" '
                    f'data-{verb}="{call[1]}"><div class="asked">{shown}</div></section>'
                )
        if ".check(" in source:
            shown = _code(_starter(source)) + shown if "def " in source else shown
            return f'<div class="answer">{shown}</div>' if shown else ""
        if not shown and _only_imports(source):
            return ""
        return _code(source) + shown

    def output(self, output):
        if output.output_type == "stream":
            return f'<pre class="output" tabindex="0">{html.escape(output.text)}</pre>'
        if output.output_type == "error":
            raise ValueError("\n".join(map(strip_ansi, output.traceback)))
        data = output.data
        if PREDICTED in data:
            self.predictions |= data[PREDICTED]
            return ""
        if PICTURE in data:
            return self.picture(data[PICTURE])
        if "application/vnd.jupyter.widget-view+json" in data:
            return ""
        if "text/html" in data:
            return data["text/html"]
        if "text/markdown" in data:
            return self.markdown(data["text/markdown"])
        if "image/png" in data:
            alt = html.escape(data.get("text/plain", ""))
            return (
                f'<img class="still" alt="{alt}" src="data:image/png;base64,{data["image/png"]}">'
            )
        return f'<pre class="output" tabindex="0">{html.escape(data.get("text/plain", ""))}</pre>'

    def picture(self, shown):
        if shown["name"] in IN_PLACE:
            return IN_PLACE[shown["name"]]()
        self.pictures += 1
        self.picture_above, self.told = shown, None
        rest = shown["elsewhere"] and self.kernel(listed(shown))
        return figure(shown, f"picture-{self.pictures}", rest or "")


class _Renderer(IPythonRenderer):
    """Markdown as JupyterLab reads it, with formulas set and links between pages."""

    def __init__(self, maker):
        super().__init__(escape=False)
        self.maker = maker

    def heading(self, text, level, **attrs):
        anchor = self.maker.anchor(text)
        if level == 1:
            self.maker.titles.append(re.sub("<.*?>", "", text))
        if level == 2:
            self.maker.sections[anchor] = text
        return f'<h{level} id="{html.escape(anchor)}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        notebook = re.fullmatch(r"([\w-]+)\.ipynb(#.*)?", url)
        if notebook:
            url = address(notebook[1]) + (notebook[2] or "")
        return super().link(text, url, title)

    def table(self, text):
        return f'<div class="wide" tabindex="0"><table>{text}</table></div>\n'

    def block_math(self, body):
        return f'<div class="wide formula" tabindex="0">{formula(body, display=True)}</div>'

    def inline_math(self, body):
        return formula(body)

    def block_code(self, code, info=None):
        return _code(code)


def _lessons():
    """Return the title of each lesson's notebook, and the questions that a page can check."""
    return [
        [title, [each.id for each in asked(notebook) if isinstance(each, (Value, Choice, Words))]]
        for notebook, (_, title) in LESSONS.items()
    ]


def _code(source):
    shown = highlight(source, PythonLexer(), HtmlFormatter(cssclass="code")) if source else ""
    return shown.replace("<div ", '<div tabindex="0" ', 1)  # where it is wide, keys push it


def _starter(source):
    """Return what the learner begins with, without the line that asks for a check."""
    return "\n".join(line for line in source.splitlines() if ".check(" not in line).strip()


def _only_imports(source):
    return all(isinstance(part, ast.Import | ast.ImportFrom) for part in ast.parse(source).body)
