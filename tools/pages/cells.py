"""From the cells of an executed notebook to HTML: prose, pictures that move, and questions."""

import ast
import html
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

from tools.pages.formulas import formula

FRAMES = "application/vnd.coursekit.frames+json"
START = "00-start"
# what makes sense with a kernel alone → what stands in its place
WITH_A_KERNEL = {
    "my_progress": "In the notebook, this cell shows how far you have come.",
    "progress_map": "In the notebook, this cell shows every question of the course, and how it "
    "stands.",
    "summary": "In the notebook, this cell says what to read again.",
}
NOT_HERE = ("Is everything working?",)  # sections whose words are about a kernel


class Page(NamedTuple):
    """A lesson as HTML: its title, its body, and its sections, anchor → heading."""

    title: str
    body: str
    sections: dict[str, str]


def address(notebook):
    """Return the page of a notebook.

    >>> address("00-start"), address("03-cost")
    ('index.html', '03-cost.html')
    """
    return "index.html" if notebook == START else f"{notebook}.html"


def page_of(notebook):
    """Return an executed notebook as a `Page`."""
    maker = _Maker()
    body = "\n".join(filter(None, map(maker.cell, notebook.cells)))
    return Page(maker.titles[0], body, maker.sections)


class _Maker:
    """Turns one cell after the other into HTML and notes the headings that it passes."""

    def __init__(self):
        self.titles, self.sections, self.anchors = [], {}, set()
        self.pictures, self.about_a_kernel = 0, False

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
        text = self.markdown(source)
        return re.sub(
            r"<h3[^>]*>Predict first</h3>.*?(?=<h[23]|\Z)",
            r'<section class="predict">\g<0></section>',
            text,
            flags=re.DOTALL,
        )

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
                return f'<p class="kernel">{words}</p>'
        shown = "\n".join(filter(None, map(self.output, outputs)))
        if ".check(" in source:
            shown = _code(_starter(source)) + shown if "def " in source else shown
            return f'<div class="answer">{shown}</div>' if shown else ""
        if ".ask()" in source:
            return f'<section class="question" aria-label="question">{shown}</section>'
        if not shown and _only_imports(source):
            return ""
        return _code(source) + shown

    def output(self, output):
        if output.output_type == "stream":
            return f'<pre class="output">{html.escape(output.text)}</pre>'
        if output.output_type == "error":
            raise ValueError("\n".join(map(strip_ansi, output.traceback)))
        data = output.data
        if FRAMES in data:
            return self.picture(data[FRAMES])
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
        return f'<pre class="output">{html.escape(data.get("text/plain", ""))}</pre>'

    def picture(self, shown):
        self.pictures += 1
        return _figure(shown, f"picture-{self.pictures}")


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


def _code(source):
    return highlight(source, PythonLexer(), HtmlFormatter(cssclass="code")) if source else ""


def _starter(source):
    """Return what the learner begins with, without the line that asks for a check."""
    return "\n".join(line for line in source.splitlines() if ".check(" not in line).strip()


def _only_imports(source):
    return all(isinstance(part, ast.Import | ast.ImportFrom) for part in ast.parse(source).body)


def _figure(shown, name):
    """Return a picture with its slider; `frames.frames_of` says what is in `shown`."""
    sentence, frames = html.escape(shown["sentence"]), shown["frames"]
    width, height = shown["size"]
    controls = template = ""
    if frames:
        play = '<button class="play" type="button" aria-label="play">▶</button>' * shown["plays"]
        opening = shown["opening"]
        controls = (
            f'{play}<label for="{name}">{html.escape(shown["label"])}</label>'
            f'<input id="{name}" type="range" min="0" max="{len(frames) - 1}" value="{opening}" '
            f'aria-label="{html.escape(shown["read"])}">'
            f'<output for="{name}">{html.escape(frames[opening]["value"])}</output>'
        )
        template = f"<template>{''.join(map(_frame, frames))}</template>"
    return (
        f'<figure class="live"><div class="picture"><div class="sheet"><img class="still" '
        f'alt="{sentence}" width="{width}" height="{height}" '
        f'src="data:image/png;base64,{shown["still"]}"></div></div>'
        f'<div class="controls">{controls}'
        '<button class="enlarge" type="button" aria-pressed="false" aria-label="enlarge">⤢</button>'
        "</div>"
        f'<figcaption aria-hidden="true">{sentence}</figcaption>'
        f'<p class="announce" role="status"></p>{template}</figure>'
    )


def _frame(frame):
    said = f'data-value="{html.escape(frame["value"])}" '
    said += f'data-sentence="{html.escape(frame["sentence"])}"'
    if frame["over"] is None:
        return f"<span {said}></span>"
    return f'<img alt="" {said} src="data:image/png;base64,{frame["over"]}">'
