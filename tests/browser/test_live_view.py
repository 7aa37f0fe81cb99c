"""A live view and its kernel: a loss is said, controls have names, a typed number counts."""

import nbformat
import pytest
from playwright.sync_api import expect

from tests.lab import RANGE, open_instead, run_all

CELL = "from coursekit import neurons, training\nneurons.one_neuron().at(terms=4)"
PLAYED = "training.descent()"
KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
CRASH = f"() => void {KERNEL}.requestExecute({{ code: 'import os; os._exit(1)' }})"
BUSY = f"() => void {KERNEL}.requestExecute({{ code: 'import time; time.sleep(5)' }})"
CALM = f"() => ['idle', 'busy'].includes({KERNEL}.status)"
LOST = "This picture has lost its kernel: run its cell again."


def fresh(opened):
    page = opened("live_view.ipynb", CELL, PLAYED)
    run_all(page)
    return page


@pytest.fixture(scope="module")
def page(opened):
    """Return a page of two pictures with their kernel."""
    return fresh(opened)


def move(page):
    page.locator(RANGE).first.press("ArrowLeft")


def test_what_is_no_number_is_refused_visibly(page):
    number = page.locator(".ck-number").first
    number.fill("much")
    number.press("Enter")
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_have_value("0.9")
    expect(page.locator(".ck-refusal").first).to_have_text("no number")


def test_a_kernel_that_is_busy_is_not_called_lost_and_answers_later(page):
    said = page.locator(".ck-sentence").first.inner_text()
    page.evaluate(BUSY)
    move(page)
    page.wait_for_timeout(3000)
    expect(page.locator(".ck-lost").first).to_be_empty()
    expect(page.locator(".ck-sentence").first).not_to_have_text(said)


def test_every_control_and_the_picture_have_a_name(page):
    for view in page.locator(".ck-live").all():
        expect(view.locator("canvas[role=img]")).to_have_attribute(
            "aria-label", view.locator(".ck-sentence").inner_text()
        )
        nameless = ":is(select, input):not([aria-label])"
        expect(view.locator(nameless)).to_have_count(0)
    for word in ("play", "stop", "repeat"):
        expect(
            page.locator(".ck-live").last.get_by_role("button", name=word, exact=True)
        ).to_be_visible()


@pytest.mark.parametrize(("typed", "value"), [("1/3", "0.333333"), ("−1,2", "−1.2")])
def test_a_number_is_read_as_people_type_it(page, typed, value):
    weight = page.locator(".ck-slider", has_text="w₀").first
    weight.locator(".ck-number").fill(typed)
    weight.locator(".ck-number").press("Enter")
    expect(weight.locator(".ck-number")).to_have_value(value)
    expect(weight.locator(RANGE)).to_have_attribute("aria-valuetext", value)


@pytest.mark.parametrize(
    "loss",
    [
        pytest.param(f"() => {KERNEL}.restart()", id="restart"),
        pytest.param(CRASH, id="crash", marks=pytest.mark.slow),
    ],
)
def test_a_kernel_that_is_gone_is_said_on_the_stage(opened, loss):
    page = fresh(opened)
    page.evaluate(loss)
    page.wait_for_timeout(500)
    page.wait_for_function(CALM)
    move(page)
    expect(page.locator(".ck-lost").first).to_have_text(LOST)
    if page.locator(".jp-Dialog").count():  # JupyterLab says it, too
        page.locator(".jp-Dialog .jp-mod-accept").click()


def test_a_notebook_opened_without_its_kernel_shows_each_picture_as_it_was_left(opened, jupyter):
    name, asked = "kept.ipynb", "neurons.first_layer.ask()"
    page = opened(name, CELL, asked)
    run_all(page)
    opening = page.locator(".ck-sentence").inner_text()
    move(page)
    expect(page.locator(".ck-sentence")).not_to_have_text(opening)
    said = page.locator(".ck-sentence").inner_text()
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    open_instead(page, name)
    for line in ("Run this cell again to move it.", "Run this cell again to use it."):
        expect(page.get_by_text(line)).to_be_visible()
    expect(page.locator(".jp-OutputArea img")).to_be_visible()
    assert page.complaints == []
    stills = [
        o for c in nbformat.read(jupyter.folder / name, 4).cells for o in c.get("outputs", [])
    ]
    assert [o.data["text/plain"] for o in stills if "image/png" in o.get("data", {})] == [said]
