"""Lesson 5's questions, second part: steps as programs, and how to read what came out."""

import numpy as np

from coursekit.lessons.moved_already import moved_already
from coursekit.network.network import Network
from coursekit.network.training import decide
from coursekit.questions.choice import Choice
from coursekit.questions.function import Function
from coursekit.questions.recipe import Recipe, part
from coursekit.questions.value import Value
from coursekit.questions.writing import write

# -- as a program ------------------------------------------------------------------------------


write_step = Function(
    "training.write_step", "Write a step",
    "Write `step(weights, biases, dW, db, eta)` for a chain of layers with one neuron "
    "each. `weights` holds w₁, w₂ …, `biases` holds b₁, b₂ …, and `dW` and `db` hold their "
    "slopes. Return the new weights and the new biases: `return …, …`.",
    reference=lambda weights, biases, dW, db, eta: (weights - eta * dW, biases - eta * db),
    inputs=lambda draw: [
        (*(draw.array(n, -0.9, 0.9, 0.05) for _ in range(4)), eta)
        for n, eta in ((2, 0.1), (2, 2.0), (3, 0.5), (5, 0.2))],
    slips=(
        ("uphill", lambda w, b, dW, db, eta: (w + eta * dW, b + eta * db),
         "steps along the slopes. That leads uphill."),
        ("η left out", lambda w, b, dW, db, eta: (w - dW, b - db),
         "steps as long as the slopes. Multiply them by η."),
        ("divided by η", lambda w, b, dW, db, eta: (w - dW / eta, b - db / eta),
         "steps of slope divided by η."),
        ("the biases left alone", lambda w, b, dW, db, eta: (w - eta * dW, b),
         "a step of the weights alone. The biases move too, by −η times their own slopes."),
        ("the biases moved by dW", lambda w, b, dW, db, eta: (w - eta * dW, b - eta * dW),
         "biases that move by the slopes of the weights. Theirs are in `db`."),
        ("the steps alone", lambda w, b, dW, db, eta: (-eta * dW, -eta * db),
         "the steps alone. Add them to where the parameters were."),
        ("the biases first", lambda w, b, dW, db, eta: (b - eta * db, w - eta * dW),
         "the two in the other order. Weights first, then biases.")),
    hints=("What you did for one weight, numpy does for a whole array.",
           "The new weights are `weights - eta * dW`.",
           "`return weights - eta * dW, …`, and the same for the biases."),
    answer_worked="```python\ndef step(weights, biases, dW, db, eta):\n"
    "    return weights - eta * dW, biases - eta * db\n```",
    well_done="The same line moves a matrix, also one of 16 × 784 weights.",
)


def _slopes(w1, b1, w2, b2, x, y):
    """Return ∂C₀/∂w₁, ∂C₀/∂b₁, ∂C₀/∂w₂ and ∂C₀/∂b₂ of a network 1-1-1."""
    gradient = Network([[[w1]], [[w2]]], [[b1], [b2]]).gradient([x], [y])
    parts = zip(gradient.weights, gradient.biases, strict=True)
    return np.array([value.item() for pair in parts for value in pair])


def _moved(*groups, factor=lambda eta: -eta):
    """Return the step that moves these groups of parameters one after the other.

    Each group steps by the slopes of the place to which the groups before it have led.
    """

    def step(w1, b1, w2, b2, x, y, eta):
        place = np.array([w1, b1, w2, b2], float)
        for group in groups:
            place[group] += factor(eta) * _slopes(*place, x, y)[group]
        return place

    return step


ALL, LAYER_1, LAYER_2 = [0, 1, 2, 3], [0, 1], [2, 3]


def _back_through_the_new_w2(w1, b1, w2, b2, x, y, eta):
    p, slopes = np.array([w1, b1, w2, b2], float), _slopes(w1, b1, w2, b2, x, y)
    slopes[LAYER_1] *= (w2 - eta * slopes[2]) / w2
    return p - eta * slopes


def _too_late(layer, other, *order):
    return (f"layer {layer}'s slopes taken after layer {other}'s step", _moved(*order),
            f"slopes of layer {layer} at a place where layer {other} has moved already. ∇C₀ "
            "belongs to one place: find all four slopes first, then move all four.")


write_both_layers = Function(
    "training.write_both_layers", "Write a step of two layers",
    "Write `step_both(w1, b1, w2, b2, x, y, eta)`: one step for a network 1-1-1 and one "
    "example with input x and target y. Forward, a₁ = σ(w₁x + b₁) and a₂ = σ(w₂a₁ + b₂), and the "
    "cost is C₀ = (a₂ − y)². Return the four new numbers: `return w1, b1, w2, b2`.\n\n"
    "The function may use `np` and nothing else from outside, so write σ inside it.",
    reference=_moved(ALL),
    inputs=lambda draw: [
        (draw.number(0.5, 1.5), draw.number(-0.5, 0.5),
         draw.pick([-1, 1]) * draw.number(0.5, 1.5), draw.number(-0.5, 0.5),
         draw.number(0.3, 1.0), draw.pick([0.0, 1.0]), eta)
        for eta in (0.5, 1.0, 2.0, 5.0)],
    slips=(
        _too_late(2, 1, LAYER_1, LAYER_2),
        _too_late(1, 2, LAYER_2, LAYER_1),
        ("back through the new w₂", _back_through_the_new_w2,
         f"a way back {moved_already('w₂')}"),
        ("one parameter after the other", _moved(*([k] for k in ALL)),
         "each slope taken after the parameters before it had moved. Find all four first."),
        ("uphill", _moved(ALL, factor=lambda eta: eta), "steps along the slopes: uphill."),
        ("η left out", _moved(ALL, factor=lambda eta: -1), "steps without η."),
        ("the 2 left out", _moved(ALL, factor=lambda eta: -eta / 2),
         "steps of half the length. Is the 2 of 2(a₂ − y) there?"),
        ("the steps alone", lambda *case: _moved(ALL)(*case) - case[:4],
         "the steps alone. Add them to the start."),
        ("layer 2 alone", _moved(LAYER_2), "a step of layer 2 alone. Layer 1 moves as well."),
        ("the biases left alone", _moved([0, 2]), "a step of the two weights alone.")),
    hints=("Forward, backward, step: in this order, and each of the three for both layers.",
           "∂C₀/∂z₂ = 2(a₂ − y) · a₂(1 − a₂), and ∂C₀/∂z₁ = w₂ · ∂C₀/∂z₂ · a₁(1 − a₁).",
           "A bias's slope is its ∂C₀/∂z; a weight's is that times what comes in: x, or a₁.",
           "Store all four slopes before you write the first new number."),
    answer_worked="```python\ndef step_both(w1, b1, w2, b2, x, y, eta):\n"
    "    a1 = 1 / (1 + np.exp(-(w1 * x + b1)))\n"
    "    a2 = 1 / (1 + np.exp(-(w2 * a1 + b2)))\n"
    "    db2 = 2 * (a2 - y) * a2 * (1 - a2)\n"
    "    db1 = w2 * db2 * a1 * (1 - a1)\n"
    "    return w1 - eta * db1 * x, b1 - eta * db1, w2 - eta * db2 * a1, b2 - eta * db2\n```",
    well_done="All slopes first, then all steps. This is one step of training, complete.",
)


def _trail(more=0, rate=lambda eta: eta):
    """Return a descent of more steps, or of steps of another length."""

    def descend(w, bottom, eta, steps):
        trail = [w]
        for _ in range(steps + more):
            w = w - rate(eta) * 2 * (w - bottom)
            trail.append(w)
        return np.array(trail)

    return descend


def _one_slope(w, bottom, eta, steps):
    return np.array([w - k * eta * 2 * (w - bottom) for k in range(steps + 1)])


def _in_place(w, bottom, eta, steps):
    trail = [w]
    for _ in range(steps):
        w -= eta * 2 * (w - bottom)
        trail.append(w)
    return np.array(trail)


write_descend = Function(
    "training.write_descend", "Write the descent",
    "A round valley has its bottom at one place, and the cost is the squared distance "
    "from there. So the slopes are 2(w − bottom). Write `descend(w, bottom, eta, steps)`: take "
    "that many steps from w, and return the whole trail. It is a list that holds the start, and "
    "the place after each step. w and bottom are two numbers or two arrays.",
    reference=_trail(),
    inputs=lambda draw: [
        (draw.number(-2.0, -0.5), draw.number(0.5, 2.0), draw.number(0.1, 0.4), 2),
        *((draw.array(2, -2.0, -0.5), draw.array(2, 0.5, 2.0), draw.number(0.1, 0.4), steps)
          for steps in (3, 2, 10)),
        (draw.number(-2.0, -0.5), draw.number(0.5, 2.0), draw.number(0.1, 0.4), 5)],
    slips=(
        ("one step too few", _trail(-1), "a trail that is one step short."),
        ("one step too many", _trail(1), "a trail of one step more."),
        ("the start left out", lambda *case: _trail()(*case)[1:],
         "the trail without its start. Put w into the list before the loop."),
        ("the end alone", lambda *case: _trail()(*case)[-1],
         "the place where it ends. Keep every place on the way in a list."),
        ("the slope taken once", _one_slope,
         "steps that all use the slope at the start. Work it out anew in each place."),
        ("uphill", _trail(rate=lambda eta: -eta), "steps along the slope: uphill."),
        ("η left out", _trail(rate=lambda eta: 1.0), "steps without η."),
        ("the 2 left out", _trail(rate=lambda eta: eta / 2),
         "steps of half the length. The slope is 2(w − bottom)."),
        ("changed in place", _in_place,
         "a trail whose places are one and the same array: `-=` writes into the array that is "
         "in the list already. `w = w - …` makes a new one.")),
    hints=("A list that holds w, and a loop that takes a step and appends the new w.",
           "`for _ in range(steps):` repeats, and the slope is worked out inside the loop.",
           "Inside the loop `w = w - eta * 2 * (w - …)` and `trail.append(w)`."),
    answer_worked="```python\ndef descend(w, bottom, eta, steps):\n    trail = [w]\n"
    "    for _ in range(steps):\n        w = w - eta * 2 * (w - bottom)\n"
    "        trail.append(w)\n    return trail\n```",
    well_done="With another slope the same loop walks on any landscape.",
)

# -- reading the result ------------------------------------------------------------------------


def _tables(draw):
    """Draw tables of outputs, the first all below ½, and labels.

    Where the brightest output is not the right one, the second brightest is.
    """
    cases = []
    for n, k, brightest in ((5, 4, 9), (6, 3, 19), (8, 10, 19), (7, 2, 19)):
        levels = [level / 20 for level in range(1, 1 + brightest)]
        outputs = np.array([draw.shuffled(levels)[:k] for _ in range(n)])
        places = np.array(draw.shuffled([-1] * (n - n // 3) + [-2] * (n // 3)))
        cases.append((outputs, np.argsort(outputs, axis=1)[range(n), places]))
    one = np.array([draw.shuffled([0.2, 0.45, 0.1])])  # one row: one answer for all is right here
    return [*cases, (one, one.argmax(axis=1))]


def _right(outputs, labels):
    return decide(outputs) == labels


write_accuracy = Function(
    "training.write_accuracy", "Write the accuracy",
    "Write `accuracy(outputs, labels)`. `outputs` is a table: a row for each example, a "
    "column for each class. `labels` holds the right class of each example. The brightest output "
    "is the network's answer. Return the share of examples answered rightly, between 0 and 1.",
    reference=lambda outputs, labels: np.mean(_right(outputs, labels)),
    inputs=_tables,
    slips=(
        ("the darkest output", lambda outputs, labels: np.mean(outputs.argmin(axis=1) == labels),
         "the share for the *darkest* output. The brightest one is the answer."),
        ("a threshold at ½",
         lambda outputs, labels: np.mean(outputs[range(len(labels)), labels] > 0.5),
         "the share of rows in which the right output is above ½. It must be the brightest: "
         "0.4 may be enough, and 0.6 may be too little."),
        ("a count for the share", lambda outputs, labels: np.sum(_right(outputs, labels)),
         "the number of right answers. Divide by how many examples there are."),
        ("the share of wrong answers", lambda outputs, labels: np.mean(~_right(outputs, labels)),
         "the share of wrong answers."),
        ("a percentage", lambda outputs, labels: 100 * np.mean(_right(outputs, labels)),
         "a percentage. Asked for is a share between 0 and 1."),
        ("the brightest output's value",
         lambda outputs, labels: np.mean(outputs.max(axis=1) == labels),
         "the share in which the brightest *value* equals the label. `argmax` says where it is."),
        ("one answer for all", lambda outputs, labels: np.mean(outputs.argmax() == labels),
         "one answer for the whole table. `axis=1` gives one for each row."),
        ("a column's answer for a row's",
         lambda outputs, labels: np.sum(np.resize(outputs.argmax(axis=0), len(labels)) == labels)
         / len(labels), "answers taken down the columns. A row is an example: `axis=1`."),
        ("divided by the classes",
         lambda outputs, labels: np.sum(_right(outputs, labels)) / outputs.shape[1],
         "the count divided by the number of columns. Divide by the number of rows.")),
    hints=("`outputs.argmax(axis=1)` says for each row where its largest entry stands.",
           "`==` compares all answers with all labels at once.",
           "`np.mean` of true and false is the share of true: `return np.mean(… == labels)`"),
    answer_worked="```python\ndef accuracy(outputs, labels):\n"
    "    return np.mean(outputs.argmax(axis=1) == labels)\n```",
    well_done="The cost is what training lowers. The accuracy is what we care for.",
)


def _score(draw, size, low, high):
    """Draw how many of some examples are right and how many wrong."""
    count = size * int(draw.number(4, 10, 1))
    right = round(count * draw.number(low, high, 0.01))
    return right, count - right


test_share = Value(
    "training.test_share", "Which accuracy counts?",
    lambda x: (
        "A network has been trained, and then asked about all examples:\n\n"
        "| examples | right | wrong |\n|---|---|---|\n"
        f"| trained on | {x.train[0]} | {x.train[1]} |\n"
        f"| test | {x.test[0]} | {x.test[1]} |\n\n"
        "What share of *new* examples will it answer rightly, as far as one can tell?"),
    symbol="share",
    draw=lambda draw: {
        "train": _score(draw, 100, 0.9, 0.99),
        "test": _score(draw, 20, 0.6, 0.85)},
    recipe=Recipe(
        lambda p: p.counts[0] / p.among(p.counts),
        {"counts": part(
            lambda x: x.test,
            ("the training share", lambda x: x.train,
             "the accuracy on the examples it was trained on. Those it has seen; "
             "how it does on others only the test examples tell."),
            ("both pooled", lambda x: [p + q for p, q in zip(x.train, x.test, strict=True)],
             "the accuracy over both sets together. Examples it was trained on say "
             "little about new ones."),
            ("the share of wrong answers", lambda x: x.test[::-1],
             "the share of wrong answers.")),
         "among": part(lambda x: sum, (
             "divided by the wrong ones", lambda x: lambda counts: counts[1],
             "right answers for each wrong one. Divide by all examples of the set."))},
        (("the mean of the two shares",
          lambda x: (x.train[0] / sum(x.train) + x.test[0] / sum(x.test)) / 2,
          "the mean of the two accuracies. The training share does not belong in it."),
         ("a percentage", lambda x: 100 * x.test[0] / sum(x.test),
          "a percentage. Give a share between 0 and 1."))),
    hints=("Which of the two sets has the network never stepped on?",
           "Right answers on the test set, divided by all answers on the test set.",
           lambda x: f"{x.test[0]} / ({x.test[0]} + {x.test[1]})"),
    answer_worked=lambda x: (
        f"{x.test[0]} / {sum(x.test)} = **{write(x.test[0] / sum(x.test), 4)}**"),
    well_done="Report the test accuracy, and say how many examples it was measured on.",
)

test_claim = Choice(
    "training.test_claim", "A claim to correct",
    "A friend's notes say of training:\n\n"
    "> Rerunning test data should result in better performance\n\nWhat should they say?",
    options=(
        ("going through the training examples again should lower the cost on them; "
         "the test examples only measure",
         "The steps are taken on the training examples. The test shows whether it holds for "
         "others.", True),
        ("it is right: each time the network sees the test examples, it knows them better",
         "To see is not to learn. Running forward changes no weight; only a step does."),
        ("it is right, if one also steps on the test examples",
         "Then they are training examples, and nothing is left to measure with."),
        ("going through the training examples again improves the test accuracy every time",
         "Often it does, at first. But the cost of the training examples may fall while that "
         "of others rises. Lesson 6 is about that."),
        ("no example may be used twice",
         "Each epoch uses every training example again. Thirty epochs are nothing unusual.")),
    hints=("Whose slopes does a step use? And what is left to measure with?",),
    answer_worked="Training examples, again and again, lower the cost on themselves. "
    "Test examples only measure.",
)
