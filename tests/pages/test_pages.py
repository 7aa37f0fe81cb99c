"""The lessons as plain pages: opened from a file, with the network cut off."""

import base64
import io
import json
import re
from itertools import cycle
from pathlib import Path
from urllib.parse import unquote

import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from PIL import Image

from coursekit import matrix_activation, neurons
from coursekit.lessons import LESSONS, asked
from coursekit.questions.choice import Choice
from coursekit.questions.value import Value
from coursekit.questions.words import Words
from coursekit.questions.writing import write
from tests.firefox import firefox

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"
PAGE_BYTES, SITE_BYTES = 1_500_000, 7_000_000
CELLS = [
    new_markdown_cell("# 9 · A test\n\nOn to [lesson 1](01-neurons.ipynb#The-sum) with $z_0$."),
    new_code_cell("from coursekit import matrix_activation, neurons"),
    new_markdown_cell("## First\n\n### Predict first\n\n- Is it so?\n\n$$C = -1$$"),
    new_code_cell("matrix_activation.one_layer()"),
    new_markdown_cell("## Second\n\n### Predict first\n\n- And this?\n\n### Your turn\n\nNow you."),
    new_code_cell("neurons.first_layer.ask()"),
    new_code_cell("neurons.weighted_sum.ask()"),
    new_code_cell("z = ...\nneurons.weighted_sum.check(z)"),
    new_code_cell("neurons.more_than_half_lit.predict()"),
    new_code_cell("neurons.more_than_half_lit.compare()"),
    new_code_cell("def sigmoid(z):\n    ...\n\nneurons.write_sigmoid.check(sigmoid)"),
    new_code_cell("from coursekit import my_progress\n\nmy_progress()"),
    new_code_cell("1 < 2"),
]


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    """Return a page that was made of a small notebook beside another one."""
    from tools.pages.__main__ import html_of

    folder = tmp_path_factory.mktemp("notebooks")
    for name, cells in (("08-before", CELLS[:1]), ("09-test", CELLS)):
        nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    page = folder / "09-test.html"
    page.write_text(html_of(folder / "09-test.ipynb", live="lite/?path="), encoding="utf-8")
    return page


# what the controls ask for is what the canvas shows
SETTLED = """figure => {
  const place = [...figure.querySelectorAll(".axis :is(input, select)")].reduceRight((sum, c) =>
    c.type === "range" ? sum * (Number(c.max) + 1) + Number(c.value)
    : c.type === "checkbox" ? sum * 2 + c.checked : sum * c.options.length + c.selectedIndex, 0);
  return figure.dataset.shown === String(place);
}"""


def moved(page, figure, key):
    """Press a key on a figure's slider; return its pictures and its sentences before and after."""
    slider = figure.locator("input[type=range]").first
    caption, seen = figure.locator("figcaption"), []
    figure.scroll_into_view_if_needed()
    for press in (None, key):
        if press:
            slider.press(press)
        page.wait_for_function(SETTLED, arg=figure.element_handle())
        seen.append((figure.locator(".picture").screenshot(), caption.inner_text()))
    return seen


@pytest.mark.browser
def test_a_slider_moves_the_picture_from_a_file_without_a_network(opened, lesson):
    page = opened(lesson)
    figure = page.locator("figure.live")
    (before, covered), (after, told) = moved(page, figure, "ArrowRight")
    assert before != after
    assert covered == told
    assert covered.endswith("Row 0 of W: the weights into neuron 0. Its result is still covered.")
    (_, _), (last, result) = moved(page, figure, "End")
    assert last != after
    assert result.endswith("a₀ = 0.5646.")
    assert figure.locator("canvas").get_attribute("aria-label") == result
    assert figure.locator("input").first.get_attribute("aria-valuetext") == "4"
    (_, _), (back, _) = moved(page, figure, "Home")
    assert back == before
    page.wait_for_timeout(700)
    assert figure.locator("[role=status]").inner_text() == covered
    assert page.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_is_what_matplotlib_paints_and_dark_in_the_dark(opened, lesson, scheme):
    page = opened(lesson, color_scheme=scheme)
    figure = page.locator("figure.live")
    moved(page, figure, "End")
    canvas = figure.locator("canvas")
    url = canvas.evaluate("c => c.toDataURL()").partition(",")[2]
    shown = Image.open(io.BytesIO(base64.b64decode(url))).convert("RGB")
    painted = matrix_activation.one_layer().at(terms=4).picture.blitter.fresh_frame()
    painted = Image.fromarray(painted).convert("RGB").resize(shown.size)
    assert (max(shown.getpixel((9, 9))) < 60) == (scheme == "dark")
    away = np.abs(np.asarray(shown, int) - np.asarray(painted, int)).mean()
    assert (away < 0.02 * 255) == (scheme == "light")


@pytest.mark.browser
def test_without_a_script_the_picture_and_its_sentence_are_there(opened, lesson):
    page = opened(lesson, java_script_enabled=False)
    assert page.locator(".still").bounding_box()["width"] > 800
    assert page.locator("figcaption").is_visible()
    assert page.locator("#contents").is_visible()
    assert not page.locator("input[type=range], header button").first.is_visible()
    assert page.locator("figure .kernel").inner_text().startswith("Not on this page: inputs")


@pytest.mark.browser
def test_the_theme_follows_the_system_until_one_chooses(opened, lesson):
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light, dark = (opened(lesson, color_scheme=scheme) for scheme in ("light", "dark"))
    papers = light.evaluate(paper), dark.evaluate(paper)
    assert papers[0] != papers[1]
    light.locator(".theme").click()
    assert light.evaluate(paper) == papers[1]
    light.reload()
    assert light.evaluate(paper) == papers[1]
    assert light.locator(".theme").inner_text() == "light"
    dark.emulate_media(media="print")
    assert dark.evaluate(paper) == "rgb(255, 255, 255)"
    assert not dark.locator(".controls").is_visible()
    assert dark.locator("figcaption").is_visible()


@pytest.mark.browser
def test_a_phone_shows_all_of_it_and_makes_a_picture_large(opened, lesson):
    page = opened(lesson, viewport={"width": 390, "height": 844}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert not page.locator("#contents").is_visible()
    page.locator(".menu").tap()
    page.locator("#contents a", has_text="Second").tap()
    assert not page.locator("#contents").is_visible()
    assert page.locator("h2", has_text="Second").bounding_box()["y"] < 200
    still = page.locator(".still")
    assert still.bounding_box()["width"] == 390
    page.locator(".enlarge").tap()
    assert still.bounding_box()["width"] == 1000
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.browser
def test_the_contents_lead_through_the_course_and_mark_where_one_is(opened, lesson):
    page = opened(lesson)
    contents = page.locator("#contents")
    assert contents.locator("a").all_inner_texts() == [
        "9 · A test",
        "9 · A test",
        "First",
        "Second",
    ]
    assert contents.locator("[aria-current=page]").get_attribute("href") == "09-test.html"
    page.locator("h2", has_text="Second").evaluate("h => scrollTo(0, h.offsetTop - 100)")
    page.wait_for_function("document.querySelector('#contents .here')?.textContent === 'Second'")
    assert page.locator("[rel=prev]").get_attribute("href") == "08-before.html"
    assert page.locator("[rel=next]").count() == 0


@pytest.mark.browser
def test_frames_play_to_the_end_and_stop(opened, tmp_path, build):
    notebook = new_notebook(
        cells=[new_markdown_cell("# T"), new_code_cell("explorer.player = True\nexplorer")]
    )
    notebook.cells.insert(
        1,
        new_code_cell(
            "from coursekit import matrix_activation\nexplorer = matrix_activation.one_layer()"
        ),
    )
    nbformat.write(notebook, tmp_path / "t.ipynb")
    page = opened(build(tmp_path, tmp_path / "t.ipynb") / "t.html")
    page.locator(".play").click()
    assert page.locator(".play").get_attribute("aria-label") == "pause"
    page.wait_for_function("document.querySelector('figure').dataset.shown === '4'")
    page.wait_for_function("document.querySelector('.play').ariaLabel === 'play'")


def test_without_scripts_a_question_stands_there_and_what_asks_for_a_kernel_does_not(lesson):
    text = lesson.read_text(encoding="utf-8")
    body = text[text.index("<main") : text.index("</main>")]
    assert body.count('<section class="question"') == 3
    assert "<strong>A</strong>" in body
    for only_with_a_kernel in (
        "Not attempted",
        "Press a button",
        "Store <code>z",
        ".check(",
        ".ask()",
        ".predict(",
        ".compare(",
        "is ready",
        "Your questions",
    ):
        assert only_with_a_kernel not in body
    assert '<span class="k">def</span>' in body  # what one begins with
    assert '<pre class="output" tabindex="0">True</pre>' in body


class Typist:
    """Somebody at the keyboard of a page, in Chromium."""

    def __init__(self, page):
        self.page = page

    def into(self, place, text):
        """Put the focus on what a selector finds, and type into it, over what stands there."""
        self.page.locator(place).first.focus()
        self.page.evaluate("() => document.activeElement.select?.()")
        self.page.keyboard.type(text)

    def said(self, place):
        return self.page.locator(place).inner_text()


class FirefoxTypist(Typist):
    """The same in Firefox, where a button of a window that nobody sees takes clicks alone."""

    def into(self, place, text):
        button, *where = self.page.call(FOCUS, place)
        if button:
            self.page.drag(where)
        else:
            self.page.type(text)

    def said(self, place):
        return self.page.call("place => document.querySelector(place).innerText", place)


# Firefox aims at where things stood a frame before, and scrolls late for what was typed before.
IN_SIGHT = """const inSight = async at => {
  for (let calm = 0, before; calm < 3; before = at.getBoundingClientRect().y) {
    await new Promise(requestAnimationFrame);
    const { y, bottom } = at.getBoundingClientRect();
    calm = y === before && y >= 0 && bottom <= innerHeight ? calm + 1 : 0;
    if (!calm) at.scrollIntoView({ block: "center" });
  }
  const { x, y, width, height } = at.getBoundingClientRect();
  return [x, y + height / 2, width];
};"""
FOCUS = f"""async place => {{
  {IN_SIGHT}
  const at = document.querySelector(place);
  at.focus();
  at.select?.();
  const [x, y, width] = await inSight(at);
  return [at.localName === "button", x + width / 2, y];
}}"""
PLACE_OF = f"""async number => {{
  {IN_SIGHT}
  return inSight(document.querySelectorAll("[type=range]")[number]);
}}"""


def hand_in(typist, question, answer):
    """Answer a question on a page with the keyboard; return what is said."""
    section = f'[data-ask="{question.id}"]'
    if isinstance(question, Choice):
        typist.into(f'{section} button[aria-label^="{answer}:"]', "\n")
    elif isinstance(question, Words):
        typist.into(f"{section} textarea", answer)
        typist.into(f"{section} .entry > button", "\n")
    else:
        typist.into(f"{section} input", f"{answer}\n")
    return typist.said(f"{section} .said")


def answered_wrongly_and_rightly(typist, question):
    """Say whether a page tells a wrong answer from the right one."""
    if isinstance(question, Words):
        return "?" in hand_in(typist, question, "This is a sentence.")
    if isinstance(question, Choice):
        letters = {option.right: letter for letter, option in question.lettered().items()}
        wrong, right = letters[False], letters[True]
    else:
        answer = question.answer(question.numbers())
        wrong, right = "12345.67", json.dumps(np.round(answer, 6).tolist())
    told = [hand_in(typist, question, answer) for answer in (wrong, right)]
    return told[0].startswith("Not yet.") and told[1].startswith("Right.")


@pytest.mark.browser
def test_answers_are_checked_explained_and_kept_without_a_kernel(opened, lesson):
    page = opened(lesson)
    page.wait_for_selector("html[data-asking=ready]", state="attached")
    typist = Typist(page)
    assert answered_wrongly_and_rightly(typist, neurons.first_layer)
    x = neurons.weighted_sum.numbers()
    for typed, told in (
        ("", "Not attempted. Type a number"),
        (f"{x.w @ x.a:.2f}".replace("-", "−").replace(".", ","), "the sum without the bias b."),
        (f"{x.w @ x.a + x.b:.2f}", "Right."),
    ):
        assert told in hand_in(typist, neurons.weighted_sum, typed)
    section = page.locator('[data-ask="neurons.weighted_sum"]')
    section.get_by_role("button", name="Another").click()
    fresh = neurons.weighted_sum.numbers(None, 1)
    assert write(fresh.b) in section.locator(".asked").inner_text()
    assert hand_in(typist, neurons.weighted_sum, f"{fresh.w @ fresh.a + fresh.b:.2f}").startswith(
        "Right"
    )
    guess = page.locator('[data-predict="neurons.more_than_half_lit"]')
    guess.locator(".entry button").first.click()
    guess.get_by_role("button", name="certain").click()
    page.get_by_role("button", name="Compare with your guess").click()
    assert "You were certain." in page.locator("[data-compare]").inner_text()
    page.reload()
    page.wait_for_selector("html[data-asking=ready]", state="attached")
    assert "Right before." in section.locator(".said").inner_text()
    assert "2 of" in page.locator("#progress").inner_text()
    assert page.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_slider_follows_mouse_and_finger_and_axe_finds_nothing_in_both_themes(
    opened, lesson, width
):
    page = opened(lesson, viewport={"width": width, "height": 844}, has_touch=width < 500)
    dragged(page, page.locator("figure.live"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    assert page.complaints == []


def dragged(page, figure):
    """Drag a figure's first slider to both its ends, by finger where the page has touch."""
    slider = figure.locator("input[type=range]").first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y, xs = box["y"] + box["height"] / 2, (box["x"] + 3, box["x"] + box["width"] - 3)
    if page.evaluate("() => navigator.maxTouchPoints > 0"):
        page.touchscreen.tap(xs[0], y)
        assert slider.input_value() == slider.get_attribute("min")
        page.touchscreen.tap(xs[1], y)
    else:
        page.mouse.move(xs[0], y)
        page.mouse.down()
        assert slider.input_value() == slider.get_attribute("min")
        page.mouse.move(xs[1], y, steps=8)
        page.mouse.up()
    assert slider.input_value() == slider.get_attribute("max")
    page.wait_for_function(SETTLED, arg=figure.element_handle())


def test_firefox_checks_answers_and_moves_the_picture(lesson, tmp_path):
    with firefox(tmp_path) as page:
        page.open(lesson, width=390, height=844)
        typist = FirefoxTypist(page)
        wait = "() => new Promise(done => setTimeout(done, 50))"
        while not page.call("() => document.documentElement.dataset.asking"):
            page.call(wait)
        for question in (neurons.first_layer, neurons.weighted_sum):
            assert answered_wrongly_and_rightly(typist, question)
        typist.into("figure input[type=range]", "\ue010")  # End
        while not page.call(f"() => ({SETTLED})(document.querySelector('figure.live'))"):
            page.call(wait)
        assert typist.said("figcaption").endswith("a₀ = 0.5646.")
        assert page.complaints == []


def test_prose_keeps_its_links_its_predictions_and_its_formulas(lesson):
    text = lesson.read_text(encoding="utf-8")
    assert 'href="01-neurons.html#The-sum"' in text
    assert 'href="lite/?path=09-test.ipynb"' in text
    predictions = re.findall(r'<section class="predict">.*?</section>', text, re.DOTALL)
    assert ["Is it so?" in p and "Your turn" not in p for p in predictions] == [True, False]
    assert '<math display="block">' in text
    assert 'id="Predict-first-2"' in text


# -- the whole site ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the folder of all pages."""
    from tools.pages import __main__ as pages

    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["pages", "--out", str(folder)])
        pages.main()
    return folder


@pytest.mark.slow
def test_all_pages_are_small_whole_and_lead_somewhere(site):
    pages = {path.name: path for path in site.glob("*.html")}
    stems = [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
    assert set(pages) == {"index.html", *(f"{stem}.html" for stem in stems[1:])}
    assert max(path.stat().st_size for path in pages.values()) <= PAGE_BYTES
    assert sum(path.stat().st_size for path in pages.values()) <= SITE_BYTES
    texts = {name: path.read_text(encoding="utf-8") for name, path in pages.items()}
    anchors = {name: re.findall(r'\bid="([^"]*)"', text) for name, text in texts.items()}
    for name, text in texts.items():
        assert len(anchors[name]) == len(set(anchors[name])), name
        assert not re.search(r'(src|href|url\()\W*https?:[^"]*\.(js|css|woff2?|png)', text)
        for href in re.findall(r'<a [^>]*href="([^"]*)"', text):
            target, _, anchor = unquote(href).partition("#")
            if not href.startswith("http"):
                assert not target or target in pages, (name, href)
                assert not anchor or anchor in anchors[target or name], (name, href)


def moves(page, figure):
    """Say whether a figure's first slider changes the picture or what is said of it."""
    slider = figure.locator("[type=range]").first
    end = "Home" if slider.input_value() == slider.get_attribute("max") else "End"
    before, after = moved(page, figure, end)
    return before != after


def asked_on(path):
    """Return the questions of a page that it can check."""
    asked_there = asked(path.stem) if path.stem in LESSONS else ()
    return [q for q in asked_there if isinstance(q, (Choice, Value, Words))]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_every_question_is_checked_on_a_phone_and_every_slider_moves_at_every_width(
    opened, site, width
):
    sliders = 0
    for path in sorted(site.glob("*.html")):
        page = opened(path, viewport={"width": width, "height": 844}, has_touch=width < 500)
        page.wait_for_selector("html[data-asking=ready]", state="attached")
        page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for question in asked_on(path) if width == 390 else ():  # Firefox answers at each width
            assert answered_wrongly_and_rightly(Typist(page), question), question.id
        for figure in page.locator("figure.live:has([type=range])").all():
            if not moves(page, figure):  # covered as yet
                for tick in figure.locator("[type=checkbox]").all():
                    tick.click()
                assert moves(page, figure), (path.name, figure.inner_text())
            dragged(page, figure)
            sliders += 1
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") == width, path.name
        assert page.complaints == []
        page.close()
    assert sliders >= 25


@pytest.mark.slow
def test_firefox_checks_every_question_and_moves_every_picture(site, tmp_path):
    with firefox(tmp_path) as page:
        for path, width in zip(sorted(site.glob("*.html")), cycle([390, 1280, 1920]), strict=False):
            page.open(path, width=width)
            wait = "() => new Promise(done => setTimeout(done, 50))"
            while not page.call("() => document.documentElement.dataset.asking"):
                page.call(wait)
            for question in asked_on(path):
                assert answered_wrongly_and_rightly(FirefoxTypist(page), question), question.id
            for number in range(
                page.call("() => document.querySelectorAll('[type=range]').length")
            ):
                x, y, width = page.call(PLACE_OF, number)
                page.drag((x + 3, y), (x + width / 2, y), (x + width - 3, y))
                assert page.call(
                    "k => { const s = document.querySelectorAll('[type=range]')[k];"
                    " return s.value === s.max; }",
                    number,
                )
            assert page.complaints == [], path.name
