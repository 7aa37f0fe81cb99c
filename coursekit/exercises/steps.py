"""Lesson 5's questions, second part: steps as programs, and how to read what came out."""

import inspect
from copy import deepcopy
from dataclasses import dataclass

import numpy as np

from coursekit.exercises.choices import Choice, Option
from coursekit.exercises.functions import Function
from coursekit.exercises.slips import Part, Recipe, Slip
from coursekit.exercises.values import Value
from coursekit.exercises.variants import write
from coursekit.network.network import Network
from coursekit.network.training import decide

# -- as a program ------------------------------------------------------------------------------


@dataclass(kw_only=True, eq=False)
class OnSharedArrays(Function):
    """A function that is tried several times on the same arrays.

    One that changes an array in place then finds it changed the next time, and so do its slips.
    """

    def _fits(self, slip, cases, yours):
        wrongs = [slip.wrong(*case) for case in deepcopy(cases)]
        pairs = zip(yours, wrongs, strict=True)
        return all(self._is_close(your, np.asarray(wrong, float)) for your, wrong in pairs)

    def _call(self, case):
        names = inspect.signature(self.reference).parameters
        told = [
            f"{name}(w) = {value}" if callable(value) else f"{name} = {write(value)}"
            for name, value in zip(names, case, strict=True)
        ]
        return f"With {', '.join(told)} your function"


IN_PLACE = (
    "arrays that were changed in place: `-=` writes into the array of whoever calls. The same "
    "start was tried again afterwards, and was no longer there. `w - …` makes a new array."
)


def _written_over(values, step):
    values -= step
    return values


write_step = OnSharedArrays(
    id="training.write_step",
    title="Write a step",
    question="Write `step(weights, biases, dW, db, eta)` for a chain of layers with one neuron "
    "each. `weights` holds w₁, w₂ …, `biases` holds b₁, b₂ …, and `dW` and `db` hold their "
    "slopes. Return the new weights and the new biases: `return …, …`. Whoever calls it may want "
    "to step from the same place again, so leave the arrays that you are given as they are.",
    reference=lambda weights, biases, dW, db, eta: (weights - eta * dW, biases - eta * db),
    inputs=lambda draw: [
        (*place, eta)
        for place in [[draw.array(n, -0.9, 0.9, 0.05) for _ in range(4)] for n in (2, 3)]
        for eta in (0.1, 0.5, 2.0)
    ],
    slips=(
        Slip(
            "uphill",
            lambda weights, biases, dW, db, eta: (weights + eta * dW, biases + eta * db),
            "steps along the slopes. That leads uphill.",
        ),
        Slip(
            "η left out",
            lambda weights, biases, dW, db, eta: (weights - dW, biases - db),
            "steps as long as the slopes. Multiply them by η.",
        ),
        Slip(
            "divided by η",
            lambda weights, biases, dW, db, eta: (weights - dW / eta, biases - db / eta),
            "steps of slope divided by η.",
        ),
        Slip(
            "the biases left alone",
            lambda weights, biases, dW, db, eta: (weights - eta * dW, biases),
            "a step of the weights alone. The biases move too, by −η times their own slopes.",
        ),
        Slip(
            "the biases moved by dW",
            lambda weights, biases, dW, db, eta: (weights - eta * dW, biases - eta * dW),
            "biases that move by the slopes of the weights. Theirs are in `db`.",
        ),
        Slip(
            "the steps alone",
            lambda weights, biases, dW, db, eta: (-eta * dW, -eta * db),
            "the steps alone. Add them to where the parameters were.",
        ),
        Slip(
            "the biases first",
            lambda weights, biases, dW, db, eta: (biases - eta * db, weights - eta * dW),
            "the two in the other order. Weights first, then biases.",
        ),
        Slip(
            "changed in place",
            lambda weights, biases, dW, db, eta: (
                _written_over(weights, eta * dW),
                _written_over(biases, eta * db),
            ),
            IN_PLACE,
        ),
    ),
    hints=(
        "What you did for one weight, numpy does for a whole array.",
        "`weights - eta * dW` is a new array. `weights -= eta * dW` would change the old one.",
        "`return weights - eta * dW, …`, and the same for the biases.",
    ),
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


write_both_layers = Function(
    id="training.write_both_layers",
    title="Write a step of two layers",
    question="Write `step_both(w1, b1, w2, b2, x, y, eta)`: one step for a network 1-1-1 and one "
    "example with input x and target y. Forward, a₁ = σ(w₁x + b₁) and a₂ = σ(w₂a₁ + b₂), and the "
    "cost is C₀ = (a₂ − y)². Return the four new numbers: `return w1, b1, w2, b2`.\n\n"
    "The function may use `np` and nothing else from outside, so write σ inside it.",
    reference=_moved(ALL),
    inputs=lambda draw: [
        (
            draw.number(0.5, 1.5),
            draw.number(-0.5, 0.5),
            draw.pick([-1, 1]) * draw.number(0.5, 1.5),
            draw.number(-0.5, 0.5),
            draw.number(0.3, 1.0),
            draw.pick([0.0, 1.0]),
            eta,
        )
        for eta in (0.5, 1.0, 2.0, 5.0)
    ],
    slips=(
        Slip(
            "layer 2's slopes taken after layer 1's step",
            _moved(LAYER_1, LAYER_2),
            "slopes of layer 2 at a place where layer 1 has moved already. ∇C₀ belongs to one "
            "place: find all four slopes first, then move all four.",
        ),
        Slip(
            "layer 1's slopes taken after layer 2's step",
            _moved(LAYER_2, LAYER_1),
            "slopes of layer 1 at a place where layer 2 has moved already. ∇C₀ belongs to one "
            "place: find all four slopes first, then move all four.",
        ),
        Slip(
            "back through the new w₂",
            _back_through_the_new_w2,
            "a way back through a w₂ that has moved already. Layer 1's slopes need the w₂ that "
            "made this output. Move it after they are found.",
        ),
        Slip(
            "one parameter after the other",
            _moved(*([k] for k in ALL)),
            "each slope taken after the parameters before it had moved. Find all four first.",
        ),
        Slip("uphill", _moved(ALL, factor=lambda eta: eta), "steps along the slopes: uphill."),
        Slip("η left out", _moved(ALL, factor=lambda eta: -1), "steps without η."),
        Slip(
            "the 2 left out",
            _moved(ALL, factor=lambda eta: -eta / 2),
            "steps of half the length. Is the 2 of 2(a₂ − y) there?",
        ),
        Slip(
            "the steps alone",
            lambda *case: _moved(ALL)(*case) - case[:4],
            "the steps alone. Add them to the start.",
        ),
        Slip("layer 2 alone", _moved(LAYER_2), "a step of layer 2 alone. Layer 1 moves as well."),
        Slip("the biases left alone", _moved([0, 2]), "a step of the two weights alone."),
    ),
    hints=(
        "Forward, backward, step: in this order, and each of the three for both layers.",
        "∂C₀/∂z₂ = 2(a₂ − y) · a₂(1 − a₂), and ∂C₀/∂z₁ = w₂ · ∂C₀/∂z₂ · a₁(1 − a₁).",
        "A bias's slope is its ∂C₀/∂z; a weight's is that times what comes in: x, or a₁.",
        "Store all four slopes before you write the first new number.",
    ),
    answer_worked="```python\ndef step_both(w1, b1, w2, b2, x, y, eta):\n"
    "    a1 = 1 / (1 + np.exp(-(w1 * x + b1)))\n"
    "    a2 = 1 / (1 + np.exp(-(w2 * a1 + b2)))\n"
    "    db2 = 2 * (a2 - y) * a2 * (1 - a2)\n"
    "    db1 = w2 * db2 * a1 * (1 - a1)\n"
    "    return w1 - eta * db1 * x, b1 - eta * db1, w2 - eta * db2 * a1, b2 - eta * db2\n```",
    well_done="All slopes first, then all steps. This is one step of training, complete.",
)


@dataclass(frozen=True)
class Slope:
    """∂C/∂w of a valley with its bottom at one place; a sentence can write it out."""

    steepness: float
    bottom: float

    def __call__(self, w):
        """Return the slope at w."""
        return self.steepness * (w - self.bottom)

    def __str__(self):
        return f"{write(self.steepness)} × (w − {write(self.bottom)})"


def _walk(count=lambda steps: steps, rate=lambda eta: eta):
    """Return a descent that takes another number of steps, or steps of another length."""

    def descend(w, slope, eta, steps):
        for _ in range(count(steps)):
            w = w - rate(eta) * slope(w)
        return w

    return descend


def _in_place(w, slope, eta, steps):
    for _ in range(steps):
        w -= eta * slope(w)
    return w


write_descend = OnSharedArrays(
    id="training.write_descend",
    title="Write the descent",
    question="Write `descend(w, slope, eta, steps)`. `slope` is a function: `slope(w)` is ∂C/∂w at "
    "w. Take that many steps from w, and return where they end. w may be a number or an array.",
    reference=_walk(),
    inputs=lambda draw: _valleys(draw),
    slips=(
        Slip("one step too few", _walk(lambda n: n - 1), "a walk that is one step short."),
        Slip("one step too many", _walk(lambda n: n + 1), "a walk of one step more."),
        Slip(
            "one step only",
            _walk(lambda n: 1),
            "a single step. Is the `return` inside the loop, or the step outside?",
        ),
        Slip(
            "the slope taken once",
            lambda w, slope, eta, steps: w - steps * eta * slope(w),
            "steps that all use the slope at the start. Ask for it anew in each place.",
        ),
        Slip("uphill", _walk(rate=lambda eta: -eta), "steps along the slope: uphill."),
        Slip("η left out", _walk(rate=lambda eta: 1.0), "steps without η."),
        Slip("changed in place", _in_place, IN_PLACE),
    ),
    hints=(
        "A loop that repeats one line: the step.",
        "`for _ in range(steps):` repeats, and the slope is asked for inside the loop.",
        "Inside the loop `w = w - eta * …`, after it `return w`.",
    ),
    answer_worked="```python\ndef descend(w, slope, eta, steps):\n"
    "    for _ in range(steps):\n        w = w - eta * slope(w)\n    return w\n```",
    well_done="Four lines that walk down into a valley, if η is right.",
)


def _valleys(draw):
    """Draw walks in valleys: two of a single weight, and four from one start of two weights."""

    def valley():
        return Slope(draw.number(0.5, 1.5), draw.number(0.5, 2.0))

    w = draw.array(2, -2.0, -0.5)
    numbers = [(draw.number(-2.0, -0.5), valley(), draw.number(0.1, 0.4), n) for n in (3, 5)]
    return numbers + [(w, valley(), draw.number(0.1, 0.4), n) for n in (2, 4, 3, 10)]


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
    return cases


def _share(right):
    """Return the function that gives the share of rows for which `right` holds."""
    return lambda outputs, labels: np.mean(right(outputs, labels))


write_accuracy = Function(
    id="training.write_accuracy",
    title="Write the accuracy",
    question="Write `accuracy(outputs, labels)`. `outputs` is a table: a row for each example, a "
    "column for each class. `labels` holds the right class of each example. The brightest output "
    "is the network's answer. Return the share of examples answered rightly, between 0 and 1.",
    reference=_share(lambda outputs, labels: decide(outputs) == labels),
    inputs=_tables,
    slips=(
        Slip(
            "the darkest output",
            _share(lambda outputs, labels: outputs.argmin(axis=1) == labels),
            "the share for the *darkest* output. The brightest one is the answer.",
        ),
        Slip(
            "a threshold at ½",
            _share(lambda outputs, labels: outputs[range(len(labels)), labels] > 0.5),
            "the share of rows in which the right output is above ½. It must be the brightest: "
            "0.4 may be enough, and 0.6 may be too little.",
        ),
        Slip(
            "a count for the share",
            lambda outputs, labels: np.sum(decide(outputs) == labels),
            "the number of right answers. Divide by how many examples there are.",
        ),
        Slip(
            "the share of wrong answers",
            _share(lambda outputs, labels: decide(outputs) != labels),
            "the share of wrong answers.",
        ),
        Slip(
            "a percentage",
            lambda outputs, labels: 100 * np.mean(decide(outputs) == labels),
            "a percentage. Asked for is a share between 0 and 1.",
        ),
        Slip(
            "divided by the classes",
            lambda outputs, labels: np.sum(decide(outputs) == labels) / outputs.shape[1],
            "the count divided by the number of columns. Divide by the number of rows.",
        ),
    ),
    hints=(
        "`outputs.argmax(axis=1)` says for each row where its largest entry stands.",
        "`==` compares all answers with all labels at once.",
        "`np.mean` of true and false is the share of true: `return np.mean(… == labels)`",
    ),
    answer_worked="```python\ndef accuracy(outputs, labels):\n"
    "    return np.mean(outputs.argmax(axis=1) == labels)\n```",
    well_done="The cost is what training lowers. The accuracy is what we care for.",
)

test_share = Value(
    id="training.test_share",
    title="Which accuracy counts?",
    question=lambda x: (
        "A network has been trained, and then asked about all examples:\n\n"
        "| examples | right | wrong |\n|---|---|---|\n"
        f"| trained on | {x.train[0]} | {x.train[1]} |\n"
        f"| test | {x.test[0]} | {x.test[1]} |\n\n"
        "What share of *new* examples will it answer rightly, as far as one can tell?"
    ),
    symbol="share",
    draw=lambda draw: {
        "train": _score(draw, 100, 0.9, 0.99),
        "test": _score(draw, 20, 0.6, 0.85),
    },
    recipe=Recipe(
        lambda p: p.counts[0] / p.among(p.counts),
        {
            "counts": Part(
                lambda x: x.test,
                (
                    Slip(
                        "the training share",
                        lambda x: x.train,
                        "the accuracy on the examples it was trained on. Those it has seen; "
                        "how it does on others only the test examples tell.",
                    ),
                    Slip(
                        "both pooled",
                        lambda x: [p + q for p, q in zip(x.train, x.test, strict=True)],
                        "the accuracy over both sets together. Examples it was trained on say "
                        "little about new ones.",
                    ),
                    Slip(
                        "the share of wrong answers",
                        lambda x: x.test[::-1],
                        "the share of wrong answers.",
                    ),
                ),
            ),
            "among": Part(
                lambda x: sum,
                (
                    Slip(
                        "divided by the wrong ones",
                        lambda x: lambda counts: counts[1],
                        "right answers for each wrong one. Divide by all examples of the set.",
                    ),
                ),
            ),
        },
        slips=(
            Slip(
                "the mean of the two shares",
                lambda x: (x.train[0] / sum(x.train) + x.test[0] / sum(x.test)) / 2,
                "the mean of the two accuracies. The training share does not belong in it.",
            ),
            Slip(
                "a percentage",
                lambda x: 100 * x.test[0] / sum(x.test),
                "a percentage. Give a share between 0 and 1.",
            ),
        ),
    ),
    hints=(
        "Which of the two sets has the network never stepped on?",
        "Right answers on the test set, divided by all answers on the test set.",
        lambda x: f"{x.test[0]} / ({x.test[0]} + {x.test[1]})",
    ),
    answer_worked=lambda x: (
        f"{x.test[0]} / {sum(x.test)} = **{write(x.test[0] / sum(x.test), 4)}**"
    ),
    well_done="Report the test accuracy, and say how many examples it was measured on.",
)


def _score(draw, size, low, high):
    """Draw how many of some examples are right and how many wrong."""
    count = size * int(draw.number(4, 10, 1))
    right = round(count * draw.number(low, high, 0.01))
    return right, count - right


test_claim = Choice(
    id="training.test_claim",
    title="A claim to correct",
    question="The slides say of training:\n\n"
    "> Rerunning test data should result in better performance\n\nWhat should it say?",
    options=(
        Option(
            "going through the training examples again should lower the cost on them; "
            "the test examples only measure",
            "The steps are taken on the training examples. The test shows whether it holds for "
            "others.",
            right=True,
        ),
        Option(
            "it is right: each time the network sees the test examples, it knows them better",
            "To see is not to learn. Running forward changes no weight; only a step does.",
        ),
        Option(
            "it is right, if one also steps on the test examples",
            "Then they are training examples, and nothing is left to measure with.",
        ),
        Option(
            "going through the training examples again improves the test accuracy every time",
            "Often it does, at first. But the cost of the training examples may fall while that "
            "of others rises. Lesson 6 is about that.",
        ),
        Option(
            "no example may be used twice",
            "Each epoch uses every training example again. Thirty epochs are nothing unusual.",
        ),
    ),
    hints=("Whose slopes does a step use? And what is left to measure with?",),
    answer_worked="Training examples, again and again, lower the cost on themselves. "
    "Test examples only measure.",
)
