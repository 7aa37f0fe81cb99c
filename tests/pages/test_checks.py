"""The page's own judge says what Python's says, of what people type and of thousands of answers."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from coursekit.lessons import TITLES, questions
from coursekit.questions.value import Value
from tools.pages import checks

SCRIPT = Path(checks.__file__).with_name("checks.js")
NODE = shutil.which("node")
RUN = """
const checks = require(process.argv[1]);
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
const [questions, calls] = asked;
const judge = ([id, n, typed, earlier]) =>
  checks.judge(questions[id], n, typed, earlier && checks.read(earlier));
const one = (call) => (call[0] ? judge(call) : checks.read(call[2]));
console.log(JSON.stringify(calls.map(one)));
"""
pytestmark = pytest.mark.skipif(NODE is None, reason="no node found: the page's judge did not run")
VALUES = [q for folder in TITLES for q in questions(folder) if isinstance(q, Value)]


def in_node(told, calls):
    """Return what the script makes of calls (id, variant, what is typed)."""
    asked = json.dumps([told, calls])
    ran = subprocess.run(
        [NODE, "-e", RUN, SCRIPT], input=asked, capture_output=True, text=True, check=True
    )
    return json.loads(ran.stdout)


READ = {
    "0.26": [0.26], " -3 ": [-3], "−0,5": [-0.5], "1/4": [0.25], "50%": [0.5], "1e-3": [0.001],
    ".5": [0.5], "z = 0.4": [0.4], "- 0.3": [-0.3], "[0.5]": [0.5], "0.1 0.2": [0.1, 0.2],
    "[0.1, 0.2]": [0.1, 0.2], "0,1 0,2": [0.1, 0.2], "[0,1; 0,2]": [0.1, 0.2], "[1,2]": [1, 2],
    "[1/2, 1/3]": [1 / 2, 1 / 3], "np.array([0.1, -0.2])": [0.1, -0.2],
    "[[1, 2], [3, 4]]": [[1, 2], [3, 4]], "1 2; 3 4": [[1, 2], [3, 4]],
}  # fmt: skip
REFUSED = ("", "...", "a lot", "0.1.2", "1/0", "[1, 2], [3]", "1,2,x")


def test_numbers_are_read_as_people_type_them_and_the_rest_is_refused_with_a_word():
    found = in_node({}, [(None, 0, typed) for typed in (*READ, *REFUSED)])
    for typed, wanted, here in zip(READ, READ.values(), found, strict=False):
        assert here["values"] == pytest.approx(np.ravel(wanted)), typed
        shape = [size for size in here["shape"] if size != 1]
        assert shape == [size for size in np.shape(wanted) if size != 1], typed
    assert all(here.get("says") for here in found[len(READ) :])


def answers(question, number):
    """Return what learners may hand in: right, rounded, slips, pairs, neighbours, other shapes."""
    x = question.numbers(None, number)
    right, digits = question.answer(x), question.digits
    wrong = [value for _, value, _ in question.recipe.wrong(x)]
    pairs = [value for _, value, _ in question.recipe.wrong(x, True)][::5]
    unit = 10.0**-digits
    near = [right + k * unit for k in (-1.2, -1, -0.6, 0.4, 0.6, 1, 2)]
    others = [-right, right / 2, 2 * right, 100 * right, right[::-1] if right.ndim else right + 1]
    rng = np.random.default_rng(number)
    chance = [right * rng.normal(size=right.shape) for _ in range(3)]
    for value in (right, *wrong, *pairs, *near, *others, *chance):
        for decimals in (digits, digits + 2):
            yield np.round(value, decimals) + 0.0
    yield np.append(np.ravel(right), 0.5)


@pytest.mark.parametrize("most", [1, pytest.param(checks.VARIANTS, marks=pytest.mark.slow)])
def test_the_page_judges_as_python_does(most):
    told = {q.id: checks.exported(q, lambda text: text, most) for q in VALUES}
    tried = [
        (question, number, answer)
        for question in VALUES
        for number in range(len(told[question.id]["variants"]))
        for answer in answers(question, number)
    ]
    calls = [(q.id, n, json.dumps(answer.tolist())) for q, n, answer in tried]
    different = []
    for (question, number, answer), found in zip(tried, in_node(told, calls), strict=True):
        expected = question.judge(answer.tolist(), None, number)
        here = found["outcome"], found.get("slip"), found["text"]
        if here != (expected.name, expected.slip, expected.text):
            different.append((question.id, number, answer.tolist(), here, expected))
    assert len(tried) > 2000 * most
    assert not different, f"{len(different)} of {len(tried)}: {different[:5]}"


def went_on(question, number):
    """Yield what was answered before, and what follows from it: rounded, or not, at both places."""
    x, before = question.numbers(None, number), question.after
    shape = np.shape(question.recipe.parts[question.replaces].right(x))
    for value in (before.answer(x), *(value for _, value, _ in before.recipe.wrong(x))):
        for decimals in (before.digits, before.digits + 3):
            earlier = np.round(value, decimals) + 0.0
            if earlier.shape == shape:
                then = question.recipe.right(x, **{question.replaces: earlier})
                yield earlier.tolist(), np.round(then, question.digits).tolist()


def test_whoever_went_on_from_an_earlier_answer_is_told_what_python_says():
    chained = [q for q in VALUES if q.after and q.replaces]
    told = {q.id: checks.exported(q, lambda text: text, 3) for q in chained}
    tried = [(q, n, *each) for q in chained for n in range(3) for each in went_on(q, n)]
    calls = [(q.id, n, json.dumps(then), json.dumps(earlier)) for q, n, earlier, then in tried]
    different = []
    for (question, number, earlier, then), found in zip(tried, in_node(told, calls), strict=True):
        expected = question.judge(then, None, number, earlier)
        if (found["outcome"], found.get("slip")) != (expected.name, expected.slip):
            different.append((question.id, number, earlier, then, found, expected))
    assert sum(found["outcome"] == "right given" for found in in_node(told, calls)) > 100
    assert not different, f"{len(different)} of {len(tried)}: {different[:4]}"
