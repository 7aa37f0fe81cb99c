"""The first page's pad and the strip of images, by mouse and keyboard; and the plain page's pad."""

import pytest
from playwright.sync_api import expect

from coursekit.network.handwriting import as_mnist
from coursekit.pictures.digits import reader, reading
from tests.lab import RANGE, rest, run_all
from tests.network.drawings import digits, scrawls
from tools.pages.reader import reader_block

DRAWN = (
    "3, round",
    "7, slanted",
    "4, quick",
    "6, off the centre, turned by −15°",
    "2, tiny, in a corner",
)
CELLS = ("from coursekit import neurons\nneurons.your_digit()", "neurons.layers()")


@pytest.fixture(scope="module")
def page(opened):
    page = opened("your-digit.ipynb", *CELLS, width=1300, height=1400)
    run_all(page)
    rest(page)
    return page


def draw(page, pad, strokes):
    """Draw by a real pointer, point by point."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    for stroke in strokes:
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place)
        page.mouse.up()


def told(strokes):
    """Return how the sentence of these strokes begins."""
    outputs = reader().forward(as_mnist(strokes) / 255)[-1]
    digit = reading(outputs)
    return "It is not sure: a" if digit is None else f"It reads a{'n' * (digit == 8)} {digit} ("


def things():
    every = {name: strokes for name, (strokes, _) in digits().items()}
    return {name: every[name] for name in DRAWN} | {"hash": scrawls()["hash"]}


def test_what_a_pointer_draws_is_read_or_it_is_not_sure(page):
    view = page.locator(".ck-live").first
    for name, strokes in things().items():
        view.get_by_role("button", name="clear").click()
        expect(view.locator(".ck-sentence")).to_contain_text("The pad is empty")
        draw(page, view.locator(".ck-pad"), strokes)
        expect(view.locator(".ck-sentence"), name).to_contain_text(told(strokes))
    view.get_by_role("button", name="light up").click()
    expect(view.locator(".ck-sentence")).to_contain_text("of 3 layers are computed")
    expect(view.locator(".ck-sentence")).to_contain_text(told(strokes))
    assert page.complaints == []


def test_an_image_is_chosen_by_a_click_or_the_arrow_keys_and_ones_own_is_the_last(page):
    draw(page, page.locator(".ck-pad").first, digits()["1, round"][0])
    strip = page.locator(".ck-strip").first
    strip.scroll_into_view_if_needed()
    images = strip.get_by_role("button")
    small = images.evaluate_all("all => all.filter(b => b.offsetWidth < 24 || b.offsetHeight < 24)")
    assert small == []
    images.nth(5).click()
    number = strip.locator(".ck-number")
    expect(number).to_have_value("5")
    page.keyboard.press("ArrowRight")
    expect(number).to_have_value("6")
    expect(strip.get_by_role("button", pressed=True)).to_have_attribute("aria-label", "6: a 4")
    expect(strip.locator(RANGE)).to_have_attribute("aria-valuetext", "6: a 4")
    strip.get_by_role("button", name="my own drawing").click()
    expect(number).to_have_value("100")
    assert page.complaints == []


def test_the_plain_page_reads_what_is_drawn_on_it(chromium):
    page = chromium.new_page(viewport={"width": 1000, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    page.set_content(f"<!doctype html><body>{reader_block()}")
    says = page.locator("#reader .says")
    expect(says).to_contain_text("It reads a 3")
    for name, strokes in things().items():
        page.get_by_role("button", name="clear").click()
        expect(says).to_contain_text("empty")
        draw(page, page.locator("#reader .paper"), strokes)
        expect(says, name).to_contain_text(told(strokes).split(" (")[0])
    page.close()
