"""An exercise from asking to solving: hints, fresh numbers, records, own earlier steps."""

import json

import numpy as np
import pytest

from coursekit.lessons import course
from coursekit.lessons.neurons import questions as neurons
from coursekit.page import cards
from coursekit.questions import question as exercise
from coursekit.questions import session, told
from coursekit.questions.recipe import Part, Recipe, Slip
from coursekit.questions.session import RECORD
from coursekit.questions.value import Value, so_far
from coursekit.questions.writing import write


def right(asked):
    return asked.answer(asked.numbers())


def test_a_right_answer_is_told_and_kept(shown):
    neurons.weighted_sum.check(right(neurons.weighted_sum))
    assert shown[-1]["text/plain"] == "Right. Three products and the bias, added up."
    assert "<strong>Right.</strong>" in shown[-1]["text/html"]
    course.my_progress()
    assert f"1 of {len(neurons.QUESTIONS)}" in shown[-1]["text/markdown"]


def test_a_slip_is_named_with_the_learners_own_number(shown):
    x = neurons.activation.numbers()
    z = x.w @ x.a + x.b
    neurons.activation.check(z)
    said = shown[-1]["text/plain"]
    assert said.startswith("Not yet. σ never leaves 0 … 1, so this cannot be it.")
    assert f" {write(z)} looks like z: the neuron has not been squeezed" in said


def test_each_miss_after_the_first_moves_down_the_ladder(shown):
    for wrong, hint in ((99, ""), (98, "Hint 1 of 3"), (97, "Hint 2 of 3"), (96, "Hint 3 of 3")):
        neurons.weighted_sum.check(wrong)
        assert hint in shown[-1]["text/plain"]
        assert ("Hint" in shown[-1]["text/plain"]) == bool(hint)


def test_the_solution_opens_after_an_attempt_and_what_is_none_costs_no_hint(shown):
    for answer in (..., None, "text", [1, 2]):
        neurons.weighted_sum.check(answer)
        assert "Hint" not in shown[-1]["text/plain"]
    neurons.weighted_sum.solution()
    assert "after your first attempt" in shown[-1]["text/plain"]
    neurons.weighted_sum.check(99)
    neurons.weighted_sum.solution()
    assert f"**{write(float(right(neurons.weighted_sum)), 2)}**" in shown[-1]["text/markdown"]


def test_another_brings_fresh_numbers_to_the_whole_family(shown):
    before = neurons.activation.given
    neurons.weighted_sum.check(99)
    neurons.activation.another()
    assert not np.array_equal(neurons.weighted_sum.given.w, before.w)
    assert np.array_equal(neurons.weighted_sum.given.w, neurons.activation.given.w)
    neurons.weighted_sum.solution()
    assert "after your first attempt" in shown[-1]["text/plain"]
    neurons.first_layer.another()
    assert "no numbers to change" in shown[-1]["text/plain"]


def test_a_later_part_is_judged_from_the_learners_own_earlier_answer(shown):
    from coursekit.network.network import sigmoid

    neurons.weighted_sum.check(0.5)
    neurons.activation.check(sigmoid(0.5))
    assert shown[-1][RECORD]["outcome"] == "right given"
    assert shown[-1]["text/plain"].startswith("Right, given your earlier answer.")
    assert "z = 0.5" in shown[-1]["text/plain"]
    neurons.activation.check(0.5)
    assert shown[-1][RECORD]["slip"] == "σ left out"


def test_a_record_is_plain_data_without_times(shown):
    neurons.weighted_sum.check(np.float32(0.5))
    neurons.weighted_sum.check(0.25)
    assert json.loads(json.dumps(shown[-1][RECORD])) == {
        "exercise": "neurons.weighted_sum",
        "learner": None,
        "variant": 0,
        "numbers": 2,
        "attempt": 2,
        "answer": 0.25,
        "outcome": "not yet",
        "slip": None,
    }


@pytest.fixture
def controls(monkeypatch):
    """Collect the controls below a question."""
    controls = []
    monkeypatch.setattr(told, "display", lambda view, **how: controls.append(view.children[0]))
    return controls


def test_a_button_is_judged_like_a_letter(shown, controls):
    asked = neurons.first_layer
    asked.ask()
    asleep = "Nothing above to answer with? Run this cell."
    assert shown[-1]["text/plain"] == f"Not attempted. Choose a letter.\n\n{asleep}"
    letters = asked.lettered()
    for button, (letter, option) in zip(controls[0].children, letters.items(), strict=True):
        assert button.description == letter
        assert option.text in button.tooltip
        button.click()
        assert option.says in shown[-1]["text/plain"]


def test_a_page_that_came_later_is_told_beside_the_buttons_and_the_cell_keeps_it_next_time(
    shown, controls
):
    neurons.first_layer.ask()
    place = session.current.of(neurons.first_layer).place
    for page, told_there in (("first", False), ("first", False), ("reloaded", True)):
        place._handle_custom_msg({"page": page}, [])
        controls[0].children[0].click()
        assert ("Run this cell once more" in place.card) is told_there
    kept = shown[-1][RECORD]
    neurons.first_layer.ask()
    assert shown[-1][RECORD] == kept
    assert kept["answer"] == "A"


def test_own_words_are_handed_in_with_a_button(shown, controls):
    neurons.layers_in_words.ask()
    box, button = controls[0].children
    box.value = "Pixels first, digits last, features between."
    button.click()
    assert "One good answer" in shown[-1]["text/plain"]
    assert shown[-1][RECORD]["answer"] == box.value


def test_a_judge_that_fails_is_told_calmly(shown, monkeypatch):
    monkeypatch.setattr(Value, "examine", lambda *args: 1 / 0)
    neurons.weighted_sum.check(1)
    assert "cannot be read (ZeroDivisionError)" in shown[-1]["text/plain"]


def test_every_outcome_says_itself_in_words_and_smuggles_no_html_into_the_page(shown):
    for words, colour in session.CARDS.values():
        cards.show_card(words, colour, "<script>alert(1)</script> `<b>`", alert=True, data={})
        assert shown[-1]["text/plain"].startswith(f"{words} <script>")
        assert f"<strong>{words}</strong>" in shown[-1]["text/html"]
        assert "<script>" not in shown[-1]["text/html"]
        assert "<code>&lt;b&gt;</code>" in shown[-1]["text/html"]


def test_numbers_that_never_tell_the_slips_apart_are_refused(monkeypatch):
    monkeypatch.setattr(exercise, "TRIES", 3)
    twice = Slip("twice", lambda x: 2.0, "twice.")
    part = Part(lambda x: 1.0, (twice, Slip("again", twice.wrong)))
    how = {"symbol": "q", "hints": ("None.",), "answer_worked": "", "draw": lambda draw: {}}
    recipe = Recipe(lambda p: p.q, {"q": part})
    asked = Value("test.ambiguous", "Ambiguous", "?", recipe=recipe, **how)
    with pytest.raises(RuntimeError, match=r"test\.ambiguous: no numbers in 3 draws"):
        asked.numbers()


@pytest.mark.parametrize(
    ("yours", "words"),
    [
        (0.4, "The sign is right and the size is near"),
        (40.0, "The sign is right; the size is not near."),
        (-0.4, "The size is near; the sign is not right."),
        (-40.0, "Sign and size are not right yet."),
    ],
)
def test_without_a_slip_it_says_what_is_right_so_far(yours, words):
    assert so_far(np.array(yours), np.array(0.5), 0.001).startswith(words)


def test_right_entries_of_an_array_are_named():
    wanted = np.array([[0.1, 0.2], [0.3, 0.4]])
    assert so_far(wanted + np.eye(2), wanted, 0.01) == (
        "Right so far: entries [0, 1], [1, 0]. Not yet: entries [0, 0], [1, 1]."
    )
    assert so_far(wanted + 1, wanted, 0.01).startswith("The shape is right, and so is every sign")


def test_a_right_earlier_answer_is_not_blamed_for_its_rounding(shown):
    """The follower may lie outside its own digits then, and still be right."""
    from coursekit.lessons.chain_rule import questions as chain_rule

    earlier, later = chain_rule.over_paths, chain_rule.one_layer_back
    for number in range(40):
        x = earlier.numbers(None, number)
        rounded = np.round(earlier.answer(x), earlier.digits)
        own = later.recipe.right(x, dC_da=rounded)
        assert later.judge(own, None, number, rounded).name == "right"
        assert later.judge(own * 2, None, number, rounded * 2).name == "right given"


def test_the_names_of_numbers_that_a_text_only_tells_stand_below_it():
    from coursekit.lessons.chain_rule import questions as chain_rule
    from coursekit.lessons.overfitting import questions as overfitting

    assert overfitting.gap.how_to_answer().endswith(
        "Names in `given`: `images`, `learned`, `read`."
    )
    assert chain_rule.over_paths.how_to_answer().endswith(": `i`.")  # and not what follows takes
    assert neurons.weighted_sum.how_to_answer().endswith("and check it.")
