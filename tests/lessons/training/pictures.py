"""What lesson 5's pictures say and show, state by state."""

from functools import cache, partial

import numpy as np

from coursekit import training
from coursekit.lessons.training.network_diagram import CELLS, COARSE, GAP
from coursekit.lessons.training.point_sets import COUNT, RINGS, points_of
from coursekit.lessons.training.small_network_figure import HIGHEST, REACH
from coursekit.lessons.training.twins_picture import START
from coursekit.lessons.training.two_classes import batches, random_starts, targets_of
from coursekit.lessons.training.weight_tiles import tiled
from coursekit.network.datasets import mnist
from coursekit.network.handwriting import as_mnist, sample
from coursekit.network.network import Gradient, Network, sigmoid
from coursekit.network.training import decide
from coursekit.network.watched import as_examples
from coursekit.pictures.digits import reader
from coursekit.pictures.landscape_map import BIASES, LEVELS, PLACES
from coursekit.pictures.notation import activation, near
from coursekit.pictures.plane import GRID_POINTS, grid_inputs
from tests.pictures.later import later


def alone(network, inputs, targets, rate, steps, rows=None, hold=False):
    """Walk by the network's own gradient; return networks, costs, and what each step promises."""
    networks, promises = [network], []
    for step in range(steps):
        seen = slice(None) if rows is None else rows[step]
        g = networks[-1].gradient(inputs[seen], targets[seen])
        if hold:
            g = Gradient(g.weights, [0 * b for b in g.biases], g.inputs)
        promises.append(-rate * g.norm_squared)
        networks.append(networks[-1].step(g, rate))
    return networks, np.array([n.cost(inputs, targets) for n in networks]), promises


def curve(costs, highest):
    return np.column_stack([np.arange(len(costs)), np.minimum(costs, highest)])


@later
def two_walkers(w1, w2, eta, second, step, sentence=None):
    """Return the row of a start and two η: trails, costs, and what the first's next step brings."""
    start = Network([[[w1]], [[w2]]], [[b] for b in BIASES])
    walks = [alone(start, PLACES, LEVELS, rate, 120, hold=True) for rate in (eta, second)]
    trails = [[[w.item() for w in n.weights] for n in walk[0][: step + 1]] for walk in walks]
    (_, costs, promises), (_, others, _) = walks
    ledger = [promises[step], costs[step + 1] - costs[step], costs[step], others[step]]
    shown = {"first": trails[0], "second": trails[1], "results": ledger}
    so_far = slice(step + 1)
    shown |= {"falls.0": curve(costs[so_far], 0.4), "falls.1": curve(others[so_far], 0.4)}
    return {"w1": w1, "w2": w2, "eta": eta, "second": second, "step": step}, sentence, shown


LEFT_THE_MAP = (
    "a weight of layer 2 left the map with η = 1,000: the slope held only near by. Try a smaller η."
)


@later
def small_network(step, *middle, eta=10.0, batch=COUNT, shape="two rings", start=22, said="",
                  classes=2):
    """Return the row of one network: its answers, its lines, its points, its costs, its ledger."""
    inputs, labels = points_of(shape, classes)
    rows = None if batch == COUNT else batches(batch)
    first = random_starts(middle, 1 if classes == 2 else classes)[start]
    targets = targets_of(labels, classes)
    networks, costs, promises = alone(first, inputs, targets, eta, step + 1, rows)
    now, ledger = networks[step], [promises[step], costs[step + 1] - costs[step]]
    _, *hidden, output = now.forward(grid_inputs(REACH))
    wrong = decide(now.forward(inputs)[-1]) != labels
    counted = f"{COUNT - wrong.sum()} of {COUNT} points on the right side."
    many = "s" if sum(middle) > 1 else ""
    told = f"{'-'.join(map(str, middle))} middle neuron{many} and η = {eta:g}: "
    told += f"C = {costs[step]:.4f}"
    if costs[step] > costs[step - 1]:
        said = said or " The last step led up."
    state = dict(zip(("neurons", "second", "third"), middle, strict=False))
    state |= {"step": step, "eta": eta, "batch": batch, "set": shape, "start": start}
    shown = {
        "past": curve(costs[: step + 1], HIGHEST[len(targets[0])]),
        "plane.rings": inputs[wrong],
        "results.texts.:2": ledger if abs(ledger[0]) > 1e-12 else ("≈ 0", "0"),
        "results.texts.3:4": [costs[step]],
        "results.texts.5": f"{wrong.sum()} of {COUNT}",
        "weights.texts": [*now.weights[0][0], now.biases[0][0]],
    }
    if classes == 2:
        shown["plane.answers.array"] = output.reshape(GRID_POINTS, GRID_POINTS)
    else:
        hidden.append(output)
    for column, a in enumerate(hidden):
        maps = a.T.reshape(-1, GRID_POINTS, GRID_POINTS)[:, ::-COARSE, ::COARSE]
        for neuron, here in enumerate(maps):
            low = neuron * (CELLS + GAP)
            shown[f"diagram.columns.{column}.array.{low}:{low + CELLS}"] = here
    sentence = f"Step {step} of 300 with {told}, {counted}{said}"
    return state | {"classes": classes}, sentence, shown


SATURATED = (
    " Layer 2 is saturated since step 1: with η = 300 its neurons were thrown so far that their "
    "slopes are all but gone. Try a smaller η."
)


@later
def fifty(k, eta, sentence, best):
    """Return the row of one of the fifty starts, which ends where it would end alone."""
    targets = RINGS.labels[:, None].astype(float)
    costs = alone(random_starts()[k], RINGS.inputs, targets, eta, 200)[1]
    shown = {"chosen": curve(costs, 1), "end": [(200, costs[-1])], "told.texts.0": f"lowest {best}"}
    told = f"{sentence}The best of all fifty ends at {best}."
    return {"start": k, "eta": eta, "step": 200}, told, shown


@later
def untrained(hidden, sizes):
    start = Network.random(sizes, np.random.default_rng(0), dtype=np.float32)
    told = "-".join(map(str, sizes))
    shown = {"results": ("0", "1.5", "–", "–"), "tiles.array": tiled(start.weights[0])}
    return {"hidden": hidden}, f"{told}, with random weights: no step has been taken yet.", shown


@cache
def of_test_images():
    """Return the test images, and what the course's reader makes of them: lit, answers, read."""
    test = as_examples(mnist("test"))
    lit, *_, answers = reader().forward(test.inputs)[1:]
    return test, lit, answers, answers.argmax(axis=1)


@later
def first_neuron(j):
    """Return the row of a neuron of the first layer: how bright each digit makes it."""
    test, lit, *_ = of_test_images()
    levels = np.array([lit[test.labels == d, j].mean() for d in range(10)])
    order = np.argsort(levels)
    ends = (order[:2], order[:-3:-1])
    dark, bright = (" and ".join(f"{d} ({activation(levels[d])})" for d in end) for end in ends)
    return ({"neuron": j, "show": True},
            f"Neuron {j} of 16: brightest for {bright}, darkest for {dark}.",
            {"levels": levels, "large.array": tiled(reader().weights[0][j : j + 1])[:28, :28],
             "frame.xy": (30 * (j % 4) - 0.5, 30 * (j // 4) - 0.5)})


@later
def read_as(state, chosen, sentence):
    """Return the row of a cell of the table, or of all: what is meant, read, and how sure."""
    test, _, answers, reads = of_test_images()
    table = [[np.sum((test.labels == d) & (r == reads)) for r in range(10)] for d in range(10)]
    costs = np.square(answers - test.targets).sum(axis=1)
    wrong, above = test.labels != reads, answers.max(axis=1) > 0.9
    places = np.flatnonzero((test.labels == chosen[0]) & (chosen[1] == reads) if chosen else wrong)
    worst = places[np.argsort(-costs[places], kind="stable")][:12]
    told = [f"{test.labels[k]} → {reads[k]}  {near(answers[k, reads[k]])}" for k in worst]
    shares = [100 * above[group].mean() for group in (wrong, ~wrong)]
    return (state | {"show": True},
            f"The diagonal holds more than 93 % of the 10,000 test images. {sentence}",
            {"counts": tuple(str(n) if n else "·" for n in np.ravel(table)),
             "readings": (*told, *[""] * (12 - len(told))), "frame.visible": chosen is not None,
             "sure": "{:.0f} % of the mistakes, {:.0f} % of all others".format(*shares)})


@later
def drawn(state, strokes, sentence):
    """Return the row of a pad: what the network sees, and every activation."""
    image = as_mnist(strokes) / 255
    _, *middle, last = reader().forward(image)
    greys = np.repeat(np.concatenate(middle)[:, None], 3, axis=1)
    shown = {"seen.array": image.reshape(28, 28), "outputs": last, "sheet.ink.count": len(strokes)}
    return state, sentence, shown | {"neurons.facecolor": np.column_stack([greys, np.ones(32)])}


@later
def held(state, sentence=None):
    """Return the row of a neuron that is held, with the network computed step by step."""
    network, layer = reader(), ("first middle", "second middle").index(state["layer"])
    a, layers = of_test_images()[0].inputs[state.get("image", 0)], []
    for k, (w, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        a = sigmoid(w @ a + b)
        if k == layer:
            a[state["neuron"]] = state["at"]
        layers.append(a)
    greys = [(a, a, a, 1) for a in layers[1]]
    shown = {"network.outputs": layers[2], "network.columns.1.facecolor": greys}
    return state | {"held": True}, sentence, shown


STROKE = [[[0.5, 0.1], [0.5, 0.9]]]

@later
def twins(slip, step, said):
    """Return the row of two trainings: the right curve is the network's own gradient's."""
    train, test = as_examples(mnist("train")), as_examples(mnist("test"))
    network, costs = START, []
    for k in range(step + 1):
        if k % 25 == 0:
            costs.append(network.cost(test.inputs[:300], test.targets[:300]))
        network = network.step(network.gradient(train.inputs[k], train.targets[k]), 0.5)
    shown = {"right": np.column_stack([np.arange(0, step + 1, 25), costs])}
    end = f"{costs[-1]:.2f} with the right gradient and {said}"
    return {"slip": slip, "step": step}, f"After {step} steps the cost is {end}", shown


ROWS = {
    training.descent: [
        two_walkers(*(3.0, 5.0, 20.0, 1.0, 25),
                    "Step 25 of 120: C = 0.1050 with η = 20, 0.1233 with η = 1."),
        two_walkers(-7.0, 3.0, 50.0, 20.0, 25),
        two_walkers(0.0, 0.0, 1.0, 0.01, 25),
        ({"step": 120},
         "Step 120 of 120: C = 0.0277 with η = 20, 0.0327 with η = 1. On a plateau since step 57: "
         "the cost hardly falls.",
         {"ends.offsets.0.0": 57, "results": ("–", "–", "0.0277", "0.0327")}),
        ({"eta": 1000.0, "step": 5},
         "Step 5 of 120: C = 0.0292 with η = 1,000, 0.2842 with η = 1. At step 1 " + LEFT_THE_MAP,
         {"rates": ("━ η = 1,000", "╍ η = 1")}),
        ({"w1": 3.0, "w2": 5.0, "eta": 1000.0, "step": 2},
         "Step 2 of 120: C = 0.3464 with η = 1,000, 0.1243 with η = 1. At step 2 " + LEFT_THE_MAP,
         {}),
        ({"second": 1000.0, "step": 3},
         "Step 3 of 120: C = 0.2260 with η = 20, 0.0297 with η = 1,000. The second walker has left "
         "the map: try a smaller η for it.", {}),
        (
            {"eta": 0.01, "step": 60},  # no plateau: its steps are too short to tell
            "Step 60 of 120: C = 0.2859 with η = 0.01, 0.1783 with η = 1. The cost hardly moves, "
            "though the ground is as steep as at the start: with so small an η the steps are too "
            "short to tell.",
            {},
        ),
    ],
    training.small_descent: [
        small_network(20, 4),
        small_network(5, 4, eta=50.0),
        small_network(12, 7, eta=2.0, batch=5, shape="two moons", start=3),
        small_network(8, 1, eta=0.5, batch=1, shape="two clouds", start=49),
        small_network(1, 4, eta=300.0, said=SATURATED),  # as the lesson says, with its first step
        small_network(290, 4, eta=30.0, shape="two clouds"),  # steep neurons that solve their task
        small_network(40, 3, 5, shape="four corners"),
        small_network(60, 8, 8, 8, shape="two spirals"),
        small_network(30, 5, shape="two clouds", classes=3),
        small_network(70, 2, 6, 4, eta=5.0, batch=8, classes=4),
        ({"step": 300}, None, {"results.texts.:2": ("–", "–")}),
    ],
    training.fifty_starts: [
        ({}, "Step 0 of 200: start 0 stands at C = 0.296; 21 of the other 49 are lower. The best "
         "of all fifty stands at 0.251.", {"chosen.count": 1}),
        fifty(0, 10.0, "Start 0 ends at C = 0.021; 6 of the other 49 end lower. ", "0.015"),
        fifty(7, 30.0, "Start 7 ends at C = 0.083; 31 of the other 49 end lower. ", "0.004"),
        fifty(49, 1000.0, "Start 49 ends at C = 0.500; 5 of the other 49 end lower. ", "0.500"),
    ],
    training.twins: [
        twins("σ′ left out", 0, "2.38 with the slip “σ′ left out”. They have not parted yet."),
        twins("a step uphill", 100, "8.98 with the slip “a step uphill”. They part at step 25."),
        ({"slip": "W2 not transposed", "step": 1000}, None, {"told.texts": ("here they part",)}),
    ],
    training.train_digits: [
        untrained("16-16", (784, 16, 16, 10)),
        untrained("none", (784, 10)),
        untrained("100", (784, 100, 10)),
    ],
    partial(training.first_layer, reader()): [
        ({}, "Neuron 0 of 16: its weights are covered.", {"levels": ("?",) * 10}),
        *(first_neuron(0), first_neuron(6)),
    ],
    partial(training.mistakes, reader()): [
        ({}, "The diagonal holds more than 93 % of the 10,000 test images. The mistakes are "
         "covered.", {"sure": "?", "readings": ("",) * 12}),
        read_as({}, None, "Beside it, the costliest mistakes of all."),
        read_as({"meant": 4, "as": 9, "all": False}, (4, 9), "30 images of a 4 read as 9."),
    ],
    training.hold_neuron: [
        ({}, None, {"cover": ("?",), "before": ("7", "–")}),
        held({"layer": "first middle", "neuron": 3, "at": 0.0}),
        held({"layer": "second middle", "neuron": 9, "at": 0.75, "image": 18}),
        ({"show": True}, None, {"cover": ("",), "off.count": 32}),
    ],
    training.teach_hand: [
        ({}, "Draw a 0 on the black square, press “next digit”, and go on up to 9.",
         {"results": ("?", "?"), "readings": ("",) * 20}),
        ({"drawings": [sample(0), *[[]] * 9]},
         "You have drawn 1 of ten digits; it reads 1 of them rightly.",
         {"sheet.ink.count": len(sample(0))}),
    ],
    training.draw_digit: [
        *(
            drawn(
                {"sample": d},
                sample(d),
                f"A sample: the network reads a{'n' * (d == 8)} {d}. Draw one of your own over it.",
            )
            for d in range(10)
        ),
        drawn({"drawing": STROKE}, STROKE,
              "It reads a 1 (0.92), next a 6 (0.01). Neuron 14 of the last middle layer spoke "
              "loudest for it."),
        ({"drawing": []}, "The pad is empty. Draw a digit on the black square.",
         {"sheet.invitation": "draw here", "who": ()}),
    ],
}
