"""Draw a digit, and a trained network reads it while one draws."""

import ipywidgets as widgets
import numpy as np

from coursekit.explorers.background import Background
from coursekit.explorers.digits import digits_to_learn
from coursekit.explorers.explorer import Explorer, columns, slider
from coursekit.explorers.matrix_activation import reader
from coursekit.figures.pad import REGION, SPOKESMEN, PadFigure
from coursekit.network.datasets import one_hot
from coursekit.network.handwriting import as_mnist, sample
from coursekit.network.training import accuracy, descend
from coursekit.pointer import paper_on

LIKE_THEM, OF_MNIST, ROUNDS, RATE = (
    20,
    2000,
    4,
    0.5,
)  # how the learner's own examples are trained on
MOST_STROKES, MOST_POINTS = 500, 20_000  # of a state that comes from elsewhere
FEWEST = 8  # points of a drawing from which on it is said what turned it
BUTTON = {"layout": {"width": "130px"}}


class DrawDigit(Explorer):
    """A pad, a trained network that reads it, and the learner's own examples.

    source: a network, or a training, whose network of the moment reads; else the course's own does.
    """

    main = "sample"

    def __init__(self, source=None):
        self._source, self._own_network = reader() if source is None else source, None
        self.figure = PadFigure(self.network.sizes[1:-1])
        self.drawing, self.examples = [], []  # strokes; (image, label) …
        self._sampled, self._before, self._note = True, None, ""
        self._tipped = None  # the stroke that changed the reading, and what is said of it
        self.controls = {
            "sample": slider("sample", 3, 0, 9, 1, read="a drawing to begin with"),
            "meant": slider("it is a", 3, 0, 9, 1, read="the digit that you drew"),
        }
        self.controls["sample"].observe(self._take_sample, names="value")
        self.paper = paper_on(REGION, "Pad: draw a digit", self._take_drawing)
        self.buttons = {
            name: widgets.Button(description=name, tooltip=tip, **BUTTON)
            for name, tip in (
                ("clear", "an empty pad"),
                ("undo", "without the last stroke"),
                ("sample", "the prepared drawing again"),
                ("draw on it", "keep this drawing, and go on with it"),
                ("add to mine", "keep this drawing as an example of mine"),
                ("train on mine", "let the network learn from my examples"),
                ("forget mine", "without my examples, and the network as it was"),
            )
        }
        for button, act in zip(
            self.buttons.values(),
            (
                *(self.clear, self.undo, self.sample, self.draw_on_it),
                *(self.add, self.train, self.forget),
            ),
            strict=True,
        ):
            button.on_click(lambda _, act=act: act())
        self.work = None
        self.open()
        if hasattr(source, "followers"):
            source.followers.add(self)

    @property
    def network(self):
        """The network that reads at this moment."""
        if self._own_network is not None:
            return self._own_network
        return self._source.network if hasattr(self._source, "network") else self._source

    @property
    def reads(self):
        """The network, if it is another than the course's own."""
        return None if self.network is reader() else self.network

    @property
    def strokes(self):
        """What is on the pad, a sample or one's own: lists of points (x, y) in 0 … 1."""
        return sample(self.controls["sample"].value) if self._sampled else self.drawing

    def follow(self):
        """Read what is on the pad anew: the network has learned something."""
        self._before = None
        self._on_move()

    # -- what the buttons do -----------------------------------------------------------------

    def clear(self):
        """Take everything off the pad."""
        self._put([])

    def undo(self):
        """Take back the last stroke."""
        self._put(self.strokes[:-1])

    def sample(self):
        """Show the prepared drawing again."""
        self._put([], sampled=True)

    def draw_on_it(self):
        """Make the sample one's own, to be drawn on."""
        self._put(self.strokes)

    def add(self):
        """Keep what is on the pad as an example of the digit that was meant."""
        if self.strokes:
            meant = self.controls["meant"].value
            self.examples.append((as_mnist(self.strokes), meant))
            self._note = f" Kept as a {meant}: you have {_counted(len(self.examples))}."
        else:
            self._note = " The pad is empty: draw something to keep."
        self._on_move()

    def train(self):
        """Train the network on the kept examples, among digits of MNIST that it must not forget."""
        if not self.examples:
            self._note = " Keep an example first: draw, say what it is, press “add to mine”."
        elif self.work is None or not self.work.running:
            self._note = f" Training on {_counted(len(self.examples))} of yours …"
            self.work = Background(self._learn, self._on_move, gives_back=True)
            self.work.start()
            if not self.work.running:  # no kernel to come back to
                self.work.finish()
        self._on_move()

    def forget(self):
        """Drop the kept examples and what was learned from them."""
        self.examples, self._own_network, self._before = [], None, None
        self._note = " Your examples are forgotten; the network is what it was."
        self._on_move()

    # -- inside ------------------------------------------------------------------------------

    def refresh(self):
        network, strokes = self.network, self.strokes
        image = as_mnist(strokes) / 255
        _, *layers = network.forward(image)
        order = np.argsort(layers[-1])[::-1]
        first, second = (int(d) for d in order[:2])
        said = spoken(network, layers, first, second) if strokes else np.zeros(0)
        loudest = [(int(j), float(said[j])) for j in np.argsort(-said)[:SPOKESMEN]]
        self.figure.update(strokes, not self._sampled, image, layers, first, loudest)
        return self._sentence(strokes, network, layers, first, second, loudest) + self._note

    def _sentence(self, strokes, network, layers, first, second, loudest):
        before, self._before = self._before, None
        tipped, self._tipped = self._tipped, None
        if not strokes:
            return "The pad is empty. Draw a digit on the black square."
        if self._sampled:
            return f"A sample: the network reads {_a(first)}. Draw one of your own over it."
        # a first dot or hook is read as something, too, but nothing is turned by what follows
        self._before = first, layers, sum(map(len, strokes)) >= FEWEST
        told = f"It reads {_a(first)} ({layers[-1][first]:.2f}), next {_a(second)} "
        told += f"({layers[-1][second]:.2f})."
        if self._own_network is not None:
            told += " It is the network that was trained on yours."
        if before and before[0] != first and before[2] and len(layers) > 1:
            w = network.weights[-1]
            push = (w[first] - w[before[0]]) * (layers[-2] - before[1][-2])
            said = f"Neuron {int(push.argmax())} tipped it from {before[0]} to {first}."
            tipped = (len(strokes), first, said)
        if tipped and tipped[:2] == (len(strokes), first):
            self._tipped = tipped  # it stands until the next stroke, or the next turn
            return f"{told} {tipped[2]}"
        if loudest:
            return f"{told} Neuron {loudest[0][0]} of the last middle layer spoke loudest for it."
        return told

    def layout(self):
        c, b = self.controls, self.buttons
        return [
            columns(
                (c["sample"], widgets.HBox([b["sample"], b["draw on it"]])),
                (c["meant"], widgets.HBox([b["add to mine"], b["train on mine"]])),
                (widgets.HBox([b["clear"], b["undo"]]), b["forget mine"]),
            ),
            *self.paper,
        ]

    @property
    def state(self):
        """The controls, what was drawn, and whether a sample is shown instead."""
        return self.values | {"drawing": self.drawing, "sampled": self._sampled}

    def set(self, state):
        """Move the controls named in `state`; `drawing` puts strokes on the pad."""
        rest = dict(state)
        drawing = checked(rest.pop("drawing", self.drawing))
        sampled = bool(rest.pop("sampled", self._sampled and "drawing" not in state))
        super().set(rest)
        self._sampled, self._before, self._tipped = sampled, None, None
        if "meant" in rest:  # it follows the sample, and here it is named
            self.controls["meant"].value = rest["meant"]
        self._put(drawing, sampled)

    def _put(self, strokes, sampled=False):
        self._sampled, self._note, self.drawing = sampled, "", strokes
        for paper in self.paper:
            with paper.hold_trait_notifications():
                paper.drawing = strokes
        self._on_move()

    def _take_drawing(self, drawing):
        if drawing != self.drawing:
            self.drawing, self._sampled, self._note = drawing, False, ""
            self._on_move()

    def _take_sample(self, _change):
        self._sampled, self._note, self.drawing = True, "", []
        self.controls["meant"].value = self.controls["sample"].value
        for paper in self.paper:
            paper.drawing = []

    def _learn(self):
        """Train in pieces on the kept examples and some of MNIST; then let the result read."""
        train, _, test = digits_to_learn()
        rng, network = np.random.default_rng(0), self.network
        before = accuracy(network, test.inputs, test.labels)
        some = rng.permutation(len(train.inputs))[:OF_MNIST]
        own = [image for image, _ in self.examples] * LIKE_THEM
        labels = [label for _, label in self.examples] * LIKE_THEM
        inputs = np.concatenate([train.inputs[some], np.divide(own, 255, dtype=np.float32)])
        targets = np.concatenate([train.targets[some], one_hot(labels, 10, np.float32)])
        how = {"rate": RATE, "batch_size": 10, "epochs": ROUNDS, "rng": rng, "every": 100}
        for record in descend(network, inputs, targets, **how):
            learned = record.network
            yield
        self._own_network = learned
        after = accuracy(learned, test.inputs, test.labels)
        self._note = (
            f" Trained on {_counted(len(self.examples))} of yours among {OF_MNIST:,} of MNIST. "
            f"Test images read rightly: {before:.1%} before, {after:.1%} now."
        )


def spoken(network, layers, first, second):
    """Return what each neuron of the last middle layer adds to z of `first` over z of `second`.

    layers: the activations after the input; without a middle layer the result is empty.
    """
    if len(layers) < 2:
        return np.zeros(0)
    w = network.weights[-1]
    return (w[first] - w[second]) * layers[-2]


def checked(drawing):
    """Return a drawing as lists of lists, or raise ValueError for what is none."""
    strokes = [np.asarray(stroke, float) for stroke in drawing]
    fits = all(s.ndim == 2 and s.shape[1] == 2 and np.isfinite(s).all() for s in strokes)
    if not fits or len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        rule = f"at most {MOST_STROKES} strokes of points (x, y), {MOST_POINTS} in all"
        raise ValueError(f"drawing must be {rule}")
    return [stroke.tolist() for stroke in strokes]


def _a(digit):
    return f"an {digit}" if digit == 8 else f"a {digit}"


def _counted(number):
    return "1 example" if number == 1 else f"{number} examples"


def draw_digit(source=None):
    """Open a pad to draw digits on, read by a network, a training, or the course's own reader."""
    return DrawDigit(source)
