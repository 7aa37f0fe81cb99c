"""The pages show what the sheet holds, and what learners wrote is never more than text."""

import re
from html.parser import HTMLParser

import pytest
from axe_playwright_python.sync_playwright import Axe

from coursekit.classroom.pages import prose
from coursekit.lessons.neurons import questions as neurons
from tests import lab
from tests.answers.neurons import ANSWERS, WRONG
from tests.classroom import submissions

EVIL = "<img src=x onerror=alert(1)>\"'`</title></svg><script>alert(2)</script>"
FORBIDDEN = {"script", "img", "iframe", "object", "embed", "link", "form", "base", "use", "image"}


class Tags(HTMLParser):
    """Collects elements, attributes and text of a page."""

    def __init__(self, page):
        super().__init__()
        self.found, self.attributes, self.text = set(), set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data):
        self.text += data


def hand_in(folder, name, answers):
    submissions.write(submissions.answered("01-neurons", answers), folder / name / "work.ipynb")


def pages(out):
    found = [*out.glob("*.html"), *(out / "learners").glob("*.html")]
    return {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in found}


@pytest.fixture
def a_class(tmp_path, grade):
    """Three learners: two subtract or leave out b, one writes what no page should run."""
    folder = tmp_path / "in"
    for name in ("ada", "bob"):
        hand_in(folder, name, {"weighted_sum": WRONG["weighted_sum"][0], "first_layer": "B"})
    evil = {
        "sum_not_average": f"Why not {EVIL}",
        "write_sigmoid": f'"""{EVIL.replace("/", "")}"""\n    return 0',
        "weighted_sum": ANSWERS["weighted_sum"],
    }
    hand_in(folder, EVIL.replace("/", "")[:200], evil)
    (folder / "x" / "<b>.pdf").parent.mkdir()
    (folder / "x" / "<b>.pdf").write_text("")
    return grade("--records-only")


def test_whatever_learners_wrote_is_text_on_every_page(a_class):
    shown = pages(a_class)
    assert len(shown) == 2 + 3
    for name, page in shown.items():
        tags = Tags(page)
        assert not tags.found & FORBIDDEN, name
        assert not any(attribute.startswith("on") for attribute in tags.attributes)
        assert "default-src 'none'" in page
    assert f"Why not {EVIL}" in Tags(shown["for-the-teacher.html"]).text
    assert "x/<b>.pdf: no notebook" in Tags(shown["for-the-teacher.html"]).text


@pytest.mark.browser
def test_a_browser_runs_nothing_of_what_learners_wrote_and_axe_finds_nothing(a_class):
    if not lab.find_chromium():
        pytest.skip("no Chromium")
    complaints = []
    with lab.browser() as chromium:
        page = chromium.new_page()
        page.on("dialog", lambda dialog: (complaints.append("dialog"), dialog.dismiss()))
        page.on("console", lambda message: complaints.append(message.text))
        for name in pages(a_class):
            page.goto((a_class / name).as_uri())
            assert page.locator("h1").count() == 1
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
    assert complaints == []


def test_a_page_can_be_linked_to_and_belongs_to_one_learner(a_class):
    page = pages(a_class)["class-map.html"]
    for path in (a_class / "learners").iterdir():
        assert f'href="learners/{path.name}#neurons.weighted_sum"' in page
        assert path.name.replace("-", "").removesuffix(".html").isalnum()


def test_the_class_map_counts_who_made_which_slip(a_class):
    page = pages(a_class)["class-map.html"]
    talk = page.partition("What to talk about")[2].partition("Every question")[0]
    assert Tags(talk).text.strip().startswith("2 of 3b left outOne neuron's weighted sum")
    card = page.partition("<h3>One neuron&#39;s weighted sum</h3>")[2].partition("</div>")[0]
    assert Tags(card).text.startswith("1 of 3 right")
    assert "2b left out" in Tags(card).text


def test_the_map_has_a_mark_for_every_question_and_learner(a_class):
    page = pages(a_class)["class-map.html"]
    picture = page.partition('<div class="map">')[2].partition("<h2>Question by")[0]
    marks = re.findall(r'<a class="o-([\w-]+)" href="[^"]+" title="([^"]+)"', picture)
    kinds = [kind for kind, title in marks if title]
    assert len(kinds) == 3 * 13
    counts = [kinds.count(k) for k in ("right", "not-yet", "noted", "to-run")]
    assert counts == [3, 2, 1, 1]


def test_a_learner_s_page_says_what_the_notebook_says(a_class):
    page = next(text for name, text in pages(a_class).items() if "/ada" in name)
    told = Tags(page).text
    for name, answer in (("weighted_sum", WRONG["weighted_sum"][0]), ("first_layer", "B")):
        assert getattr(neurons, name).judge(answer).text in told
    assert "1 of 11 questions right" in told
    assert "B: the input itself" in told
    assert str(ANSWERS["weighted_sum"]) not in told


def test_pages_of_learners_who_left_are_removed(tmp_path, a_class, grade):
    (tmp_path / "in" / "bob" / "work.ipynb").unlink()
    grade("--records-only")
    assert not list((a_class / "learners").glob("bob*"))
    assert list((a_class / "learners").glob("ada*"))


def test_a_question_s_markdown_reads_as_in_the_notebook():
    told = prose("**Two** *things*, `a*b` and 2 * 3:\n\n```python\na < b\n```\n\n- one\n- two")
    assert told == (
        "<p><strong>Two</strong> <em>things</em>, <code>a*b</code> and 2 * 3:</p>\n"
        "<pre>a &lt; b</pre>\n<ul><li>one</li><li>two</li></ul>"
    )
    assert prose("> said\n> he") == "<blockquote><p>said he</p></blockquote>"
