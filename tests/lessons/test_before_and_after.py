"""Two forms of one test: parallel, answered without help, compared at the end."""

import pytest

from coursekit.lessons import before_and_after as forms
from coursekit.lessons import sitting

A, B = forms.items("A"), forms.items("B")


@pytest.mark.parametrize(
    ("one", "other"), list(zip(A, B, strict=True)), ids=lambda item: item.title
)
def test_the_forms_are_parallel_and_share_no_numbers(one, other):
    assert (one.lesson, one.title, one.slips) == (other.lesson, other.title, other.slips)
    for item in (one, other):
        assert len(set(item.options.values())) == 4
        assert item.right in item.options
    assert one.text != other.text


def test_all_that_is_in_a_form_is_twelve_questions_of_every_lesson():
    assert len(A) == len(B) == 12
    assert {item.lesson for item in A} == {
        "neurons", "matrix_activation", "cost", "chain_rule", "training", "overfitting", "review"
    }  # fmt: skip
    assert {item.right for item in A} == {item.right for item in B} == set("ABCD")


@pytest.fixture
def sit(monkeypatch, home):
    """Return a function that sits through a form, and returns what is said at the end."""

    said, places = [], []

    class Place:
        def __init__(self, controls):
            self.controls = controls
            places.append(self)

        def show(self, *words, **how):
            said.append((words, how["data"]))

    monkeypatch.setattr(sitting, "Told", Place)

    def run(call, pick, *form):
        call(*form)
        begin, controls = places[-1].controls.children
        text, row = controls.children
        begin.click()
        for k in range(12):
            assert text.value.startswith(f"<p>{k + 1} of 12.")
            row.children[pick(k)].click()
        return said[-1]

    return run


def place_of_right(items):
    return lambda k: list(items[k].options).index(items[k].right)


def test_what_is_new_is_said_after_the_course_and_nothing_before_it(sit):
    words, record = sit(sitting.before, lambda k: 4 if k % 2 else place_of_right(A)(k))
    assert "Right" not in " ".join(words)
    (kept,) = record.values()
    assert forms.marks("A", kept["answers"]) == [k % 2 == 0 for k in range(12)]
    words, record = sit(sitting.after, place_of_right(B))
    assert "Right before: 6 of 12. Right after: 12 of 12. New: 6. Lost: 0." in words
    assert next(iter(record.values()))["form"] == "B"


def test_whoever_began_with_form_b_ends_with_form_a_and_without_a_beginning_there_is_a_result(sit):
    words, _ = sit(sitting.after, lambda k: 4)
    assert any("Right: 0 of 12." in word for word in words)
    sit(sitting.before, lambda k: 4, "B")
    assert next(iter(sit(sitting.after, lambda k: 4)[1].values()))["form"] == "A"


@pytest.mark.parametrize("call", [sitting.before, sitting.after])
def test_another_form_is_refused(call):
    with pytest.raises(ValueError, match="the forms are called A and B, got 'C'"):
        call("C")
