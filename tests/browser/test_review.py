"""The review in a real browser: the map is clicked, wrong answers stay unexplained, links lead."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_questions import SET_AND_RUN
from tests.lab import rest, run_all, wait_until


@pytest.fixture(scope="module")
def review(opened):
    """Return a page of the review in which all cells have run, unanswered."""
    page = opened("07-review.ipynb")
    run_all(page)
    return page


def run(page, place, source=None):
    """Run the code cell that holds `place`, with this source if there is one, and return it."""
    cell = page.locator(".jp-CodeCell").nth(page.evaluate(SET_AND_RUN, [place, source]))
    rest(page, 300)
    return cell


def said(cell):
    return cell.locator(".jp-OutputArea-output").last.inner_text()


def test_unaided_then_summed_up_then_helped(review):
    assert "Nothing is answered yet" in said(run(review, "review.summary()"))
    check = "review.weighted_sum.check(z)"
    for _ in range(2):
        assert said(run(review, check, f"z = 99\n{check}")) == "Not yet."
    summary = run(review, "review.summary()")
    row = summary.locator("tr", has_text="weighted_sum")
    assert row.locator("td").nth(1).inner_text() == "not yet"
    assert "Hint" in said(run(review, check))
    row.get_by_role("link", name="1 · Neurons: The sum").click()
    tab = review.locator(".lm-TabBar-tabLabel", has_text="01-neurons.ipynb")
    tab.wait_for()
    review.locator(".lm-TabBar-tabLabel", has_text="07-review.ipynb").click()


def test_a_click_on_the_map_names_its_question_and_changes_the_link(review):
    view = review.locator(".ck-live").first
    view.scroll_into_view_if_needed()
    picture = view.locator(".ck-picture").bounding_box()
    scale = picture["width"] / 1000
    third_of_cost = (218 + 2 * 33 + 14, 84 + 2 * 47 + 14)
    x, y = (scale * side for side in third_of_cost)
    review.mouse.click(picture["x"] + x, picture["y"] + y)
    said = view.locator(".ck-sentence")
    wait_until(review, lambda: said.inner_text().startswith("3 · Cost, question 3 of 13"))
    link = review.locator(".jp-CodeCell:has(.ck-live)").get_by_role("link").last
    expect(link).to_have_text("3 · Cost")
    view.locator(".ck-pad").press("ArrowDown")
    expect(link).to_have_text("4 · The chain rule")


def test_the_console_is_silent(review):
    assert review.complaints == []
