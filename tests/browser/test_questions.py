"""Questions in a real browser: buttons, code cells, and what is left when the kernel is gone."""

import pytest

from tests.browser.seeing import assert_seen
from tests.lab import open_instead, rest, run_all, wait_for_kernel

SET_AND_RUN = """async ([place, source]) => {
  const app = window.jupyterapp;
  const notebook = app.shell.currentWidget.content;
  const codes = notebook.widgets.filter(cell => cell.model.type === 'code');
  const index = codes.findIndex(cell => cell.model.sharedModel.source.includes(place));
  notebook.activeCellIndex = notebook.widgets.indexOf(codes[index]);
  if (source) codes[index].model.sharedModel.setSource(source);
  await app.commands.execute('notebook:run-cell');
  return index;
}"""

RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"


@pytest.fixture(scope="module")
def lesson(opened):
    """Return a page of lesson 1 in which all cells have run."""
    page = opened("01-neurons.ipynb")
    run_all(page)
    return page


def cell_with(page, text):
    return page.locator(".jp-CodeCell", has_text=text).first


def answer(page, place, source):
    """Put source into the cell that holds `place`, run it, and return what it says."""
    page.evaluate(SET_AND_RUN, [place, source])
    rest(page, 300)
    cell = cell_with(page, place)
    return cell.locator(".jp-OutputArea-output").last.inner_text()


def test_the_starter_is_not_attempted(lesson):
    said = cell_with(lesson, "weighted_sum.check").locator(".jp-OutputArea-output").last
    assert said.inner_text().startswith("Not attempted. Put your answer in place")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("z = 12345", "Not yet. "),
        ("z = '0.5'", "Not yet. This is text."),
        ("z = neurons.weighted_sum.answer(neurons.weighted_sum.given)", "Right. Three products"),
    ],
)
def test_an_answer_in_a_cell_is_judged_on_the_spot(lesson, line, said):
    place = "neurons.weighted_sum.check(z)"
    assert answer(lesson, place, f"{line}\n{place}").startswith(said)


@pytest.mark.parametrize("forced", ["active", "none"])
@pytest.mark.parametrize("kind", ["button", "textarea", "input"])
def test_the_keyboards_focus_beside_a_question_is_seen(lesson, kind, forced):
    lesson.emulate_media(forced_colors=forced)
    lesson.keyboard.press("Shift")  # whoever uses a keyboard is shown the focus
    assert_seen(lesson, lesson.locator(f".jupyter-widgets:has(.ck-told) {kind}").first)
    lesson.emulate_media(forced_colors="none")


def test_an_outcome_is_announced(lesson):
    place = "neurons.weighted_sum.check(z)"
    answer(lesson, place, f"z = 1\n{place}")
    assert cell_with(lesson, place).locator("[role=alert]").count() == 1


def test_a_button_answers_by_keyboard_and_the_outcome_stands_below_it(lesson):
    cell = cell_with(lesson, "first_layer.ask")
    cell.scroll_into_view_if_needed()
    outcome = cell.locator(".jp-OutputArea-output").last
    assert outcome.inner_text() == "Not attempted. Choose a letter."
    button = cell.get_by_role("button", name="A", exact=True)
    button.focus()
    button.press("Enter")
    outcome.get_by_text("Not attempted.").wait_for(state="detached")
    assert outcome.inner_text().startswith(("Right.", "Not yet."))
    assert button.get_attribute("title").startswith("A: ")
    assert button.evaluate("button => button === document.activeElement")


def test_own_words_are_typed_and_answered(lesson):
    cell = cell_with(lesson, "layers_in_words.ask")
    cell.scroll_into_view_if_needed()
    box = cell.get_by_role("textbox", name="Your answer: Review I, in your own words")
    box.fill("Input first, answer last, learned features between.")
    box.blur()
    cell.get_by_role("button", name="Hand in").click()
    cell.get_by_text("One good answer").wait_for()
    assert "Noted." in cell.locator(".jp-OutputArea-output").last.inner_text()


def test_a_guess_is_kept_by_keyboard_and_set_beside_what_comes(lesson):
    cell = cell_with(lesson, "more_than_half_lit.predict")
    cell.scroll_into_view_if_needed()
    for name in ("A", "certain"):
        cell.get_by_role("button", name=name, exact=True).press("Enter")
    cell.get_by_text("You say “more than half lit”, and you are certain.").wait_for()
    compared = answer(lesson, "more_than_half_lit.compare", "")
    assert compared == "You said “more than half lit”, and so it is. You were certain."


def test_the_console_is_silent(lesson):
    assert lesson.complaints == []


@pytest.mark.slow
def test_the_map_knows_what_was_answered(opened, lesson):
    place = "neurons.weighted_sum.check(z)"
    right = "z = neurons.weighted_sum.answer(neurons.weighted_sum.given)"
    answer(lesson, place, f"{right}\n{place}")
    page = opened("00-start.ipynb")
    run_all(page)
    table = cell_with(page, "my_progress").locator("table")
    answered = table.locator("tr", has_text="1 · Neurons").locator("td").nth(1).inner_text()
    assert answered.endswith(" of 13")
    assert not answered.startswith("0 ")
    table.get_by_role("link", name="1 · Neurons").click()
    page.locator(".lm-TabBar-tabLabel", has_text="01-neurons.ipynb").wait_for()


@pytest.mark.slow
def test_without_a_kernel_questions_and_outcomes_can_still_be_read(opened):
    page = opened("01-neurons.ipynb")
    cell = cell_with(page, "first_layer.ask")
    cell.scroll_into_view_if_needed()
    assert "What do the neurons of its first layer" in cell.inner_text()
    assert "Not attempted. Choose a letter." in cell.inner_text()


def test_an_answer_in_a_page_loaded_anew_is_seen_and_with_one_run_more_kept(opened):
    page = opened("reloaded.ipynb", "from coursekit import cost", "cost.zero_cost.ask()")
    run_all(page)
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    wait_for_kernel(page)
    cell = cell_with(page, "zero_cost.ask")
    cell.get_by_role("button", name="A", exact=True).click()
    cell.get_by_text("Run this cell once more, and it does.").wait_for()
    assert cell.get_by_text("Not attempted.").is_hidden()
    page.evaluate(SET_AND_RUN, ["zero_cost", ""])
    cell.get_by_text("Run this cell once more").wait_for(state="detached")
    outcome = cell.locator(".jp-OutputArea-output").last.inner_text()
    assert outcome.startswith(("Right.", "Not yet."))
    page.evaluate(RESTART)
    lost = "getComputedStyle(document.querySelector('.ck-told'), '::before').content"
    page.wait_for_function(f"{lost}.includes('have lost their kernel: run this cell again')")
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    open_instead(page, "reloaded.ipynb")  # without a kernel of its own, and trusted
    assert cell.get_by_text(outcome).is_visible()
    assert cell.get_by_text("Nothing above to answer with? Run this cell.").is_visible()
    assert cell.get_by_text("model not found").is_hidden()
