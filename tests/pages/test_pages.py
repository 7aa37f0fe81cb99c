"""The lessons as plain pages: opened from a file, with the network cut off."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"
PAGE_BYTES, SITE_BYTES = 3_000_000, 15_000_000
CELLS = [
    new_markdown_cell("# 9 · A test\n\nOn to [lesson 1](01-neurons.ipynb#The-sum) with $z_0$."),
    new_code_cell("from coursekit import one_layer\nfrom coursekit.exercises import neurons"),
    new_markdown_cell("## First\n\n### Predict first\n\n- Is it so?\n\n$$C = -1$$"),
    new_code_cell("one_layer()"),
    new_markdown_cell("## Second\n\n### Predict first\n\n- And this?\n\n### Your turn\n\nNow you."),
    new_code_cell("neurons.first_layer.ask()"),
    new_code_cell("neurons.weighted_sum.ask()"),
    new_code_cell("z = ...\nneurons.weighted_sum.check(z)"),
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


def moved(page, figure, key):
    """Press a key on a figure's slider; return its pictures and its sentences before and after."""
    slider = figure.locator("input[type=range]")
    caption, seen = figure.locator("figcaption"), []
    figure.scroll_into_view_if_needed()
    for press in (None, key):
        if press:
            slider.press(press)
            place = slider.input_value()
            page.wait_for_function(
                "([f, at]) => f.dataset.shown === at", arg=[figure.element_handle(), place]
            )
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
    assert figure.locator(".still").get_attribute("alt") == result
    assert figure.locator("input").get_attribute("aria-valuetext") == "4"
    (_, _), (back, _) = moved(page, figure, "Home")
    assert back == before
    page.wait_for_timeout(700)
    assert figure.locator("[role=status]").inner_text() == covered
    assert page.complaints == []


@pytest.mark.browser
def test_without_a_script_the_picture_and_its_sentence_are_there(opened, lesson):
    page = opened(lesson, java_script_enabled=False)
    assert page.locator(".still").bounding_box()["width"] > 800
    assert page.locator("figcaption").is_visible()
    assert page.locator("#contents").is_visible()
    assert not page.locator("input[type=range], header button").first.is_visible()


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
        1, new_code_cell("from coursekit import one_layer\nexplorer = one_layer()")
    )
    nbformat.write(notebook, tmp_path / "t.ipynb")
    page = opened(build(tmp_path, tmp_path / "t.ipynb") / "t.html")
    page.locator(".play").click()
    assert page.locator(".play").get_attribute("aria-label") == "pause"
    page.wait_for_function("document.querySelector('figure').dataset.shown === '4'")
    page.wait_for_function("document.querySelector('.play').ariaLabel === 'play'")


def test_a_question_stands_there_without_its_buttons_and_a_check_not_at_all(lesson):
    text = lesson.read_text(encoding="utf-8")
    body = text[text.index("<main") : text.index("</main>")]
    assert body.count('<section class="question"') == 2
    assert "<strong>A</strong>" in body
    for only_with_a_kernel in (
        "Not attempted",
        "Press a button",
        "Store <code>z",
        ".check(",
        ".ask()",
    ):
        assert only_with_a_kernel not in body
    assert '<span class="k">def</span>' in body  # what one begins with
    assert "In the notebook, this cell shows how far you have come." in body
    assert "Your questions" not in body
    assert '<pre class="output">True</pre>' in body


def test_prose_keeps_its_links_its_predictions_and_its_formulas(lesson):
    text = lesson.read_text(encoding="utf-8")
    assert 'href="01-neurons.html#The-sum"' in text
    assert 'href="lite/?path=09-test.ipynb"' in text
    predictions = re.findall(r'<section class="predict">.*?</section>', text, re.DOTALL)
    assert ["Is it so?" in p and "Your turn" not in p for p in predictions] == [True, False]
    assert '<math display="block">' in text
    assert 'id="Predict-first-2"' in text


# -- the whole site ----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.browser
def test_the_whole_site(opened, build, tmp_path):
    """All pages are small, every slider moves its picture, every link leads somewhere."""
    site, notebooks = build(tmp_path), sorted(NOTEBOOKS.glob("*.ipynb"))
    pages = {path.name: path for path in site.glob("*.html")}
    assert set(pages) == {"index.html", *(f"{path.stem}.html" for path in notebooks[1:])}
    assert max(path.stat().st_size for path in pages.values()) <= PAGE_BYTES
    assert sum(path.stat().st_size for path in pages.values()) <= SITE_BYTES
    anchors = {}
    for name, path in pages.items():
        text = path.read_text(encoding="utf-8")
        anchors[name] = set(re.findall(r'\bid="([^"]*)"', text))
        assert len(anchors[name]) == len(re.findall(r'\bid="([^"]*)"', text))
        assert not re.search(r'(src|href|url\()\W*https?:[^"]*\.(js|css|woff2?|png)', text)
    sliders = 0
    for name, path in pages.items():
        page = opened(path)
        for figure in page.locator("figure.live:has(template)").all():
            slider = figure.locator("input")
            end = "Home" if slider.input_value() == slider.get_attribute("max") else "End"
            (before, said), (after, says) = moved(page, figure, end)
            assert (before, said) != (after, says), (name, said)
            assert before != after, (name, said)
            sliders += 1
        for link in page.locator("a[href]").all():
            href = link.get_attribute("href")
            if not href.startswith("http"):
                target, _, anchor = href.partition("#")
                assert not anchor or anchor in anchors[target or name], (name, href)
                assert not target or target in pages, (name, href)
        assert page.complaints == []
    assert sliders >= 25
