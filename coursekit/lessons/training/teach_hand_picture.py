"""Teach a trained network one's own hand: ten drawings, before and after, and what that costs."""

import ipywidgets as widgets
import numpy as np

from coursekit.lessons.my_drawing import checked
from coursekit.lessons.pad import Sheet
from coursekit.lessons.training.reading_pad import ReadingPad
from coursekit.network.datasets import one_hot
from coursekit.network.handwriting import as_mnist, sample
from coursekit.network.training import accuracy, descend
from coursekit.pictures.background import Background
from coursekit.pictures.colours import GOOD, NEGATIVE, QUIET
from coursekit.pictures.controls import button, columns, slider
from coursekit.pictures.digits import digits_to_learn
from coursekit.pictures.notation import activation
from coursekit.pictures.parts import Numbers, card, drawing, label, new_figure, panel, style

# how one's own examples are trained on
LIKE_THEM, OF_MNIST, ROUNDS, RATE = 60, 2000, 8, 0.5
SIDE, ACROSS, STEP = 28, 5, 36  # pixels of an image, images in a row, pixels from one to the next
WIDE, LINE = 610, 22  # pixels of the picture: a row of images, a line of text below it


class TeachFigure:
    """The sheet, the ten drawings with their readings, and what all test images say."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                *(1000, 580),
                "Teach it your hand",
                "Draw each digit once. Below it: what was read before, and after learning.",
            )
            self.sheet = Sheet(self.fig, 24, 84, 320)
            self._draw_rows()
            self._draw_cards()
        self.moving = [*self.sheet.moving, *self.rows, self.readings, self.results]

    def update(self, strokes, own, images, readings, right, results):
        """Show the sheet, and what has been drawn so far.

        strokes, own: as `Sheet` has them; images: ten of (784,), or None where none is;
        readings: twenty texts, before and after; right: twenty truths; results: two texts.
        """
        self.sheet.update(strokes, own, "draw it here")
        for row, some in zip(self.rows, (images[:ACROSS], images[ACROSS:]), strict=True):
            whole = np.ones((SIDE, STEP * ACROSS))  # white paper between them
            for k, image in enumerate(some):
                shown = np.full((SIDE, SIDE), 0.25) if image is None else image.reshape(SIDE, SIDE)
                whole[:, STEP * k : STEP * k + SIDE] = shown
            row.set_data(whole)
        self.readings.write(readings, colours=[GOOD if fits else NEGATIVE for fits in right])
        self.results.write(results)

    def _draw_rows(self):
        self.rows, places = [], []
        axes = drawing(self.fig, 368, 60, 620, 400)
        step = WIDE / ACROSS
        for k, top in enumerate((34, 220)):
            under = panel(self.fig, 368, 60 + top, WIDE, round(step * SIDE / STEP))
            under.set_axis_off()
            blank = np.ones((SIDE, STEP * ACROSS))
            how = {"cmap": "gray", "vmin": 0, "vmax": 1, "interpolation": "nearest"}
            self.rows.append(under.imshow(blank, aspect="auto", **how))
            places += [
                (step * (d + 0.5 * SIDE / STEP), 400 - top - step * SIDE / STEP - 14)
                for d in range(ACROSS)
            ]
            for d in range(ACROSS):
                label(axes, step * (d + 0.5 * SIDE / STEP), 412 - top, str(ACROSS * k + d), 12)
        below = [(x, y - LINE) for x, y in places]
        self.readings = Numbers(axes, [*places, *below], 11.5)

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 458, 1000, 116)
        for x, meaning in ((520, "of 10,000 test images, before"), (820, "and after learning")):
            card(axes, x - 140, 8, 280, 96)
            label(axes, x, 88, "read rightly", 12)
            label(axes, x, 24, meaning, 11, color=QUIET)
        self.results = Numbers(axes, [(520, 56), (820, 56)], 18, weight="bold")


class TeachHand(ReadingPad):
    """A sheet for each of ten digits, and a network that learns from them.

    source: a network, or a training, whose network of the moment is taught; else the course's own.
    """

    name = "training.teach_hand"
    main = "sample"

    def __init__(self, source=None):
        self.read_with(source)
        self.taught, self.drawings, self._shares = None, [[] for _ in range(10)], None
        self.figure = TeachFigure()
        self.controls = {"sample": slider("draw a", 0, 0, 9, 1, read="the digit to draw now")}
        self.lay(self.figure.sheet)
        self.buttons |= {
            name: button(name, act, read=read)
            for name, act, read in (
                ("next digit", self.next, "keep this one, and draw the next"),
                ("take the sample", self.take, "the prepared drawing as mine"),
                ("learn them", self.learn, "train the network on my drawings"),
                ("as it was", self.forget, "the network as it was before"),
            )
        }
        del self.buttons["sample"]
        self.work = None
        self.open()

    # -- what the buttons do -----------------------------------------------------------------

    def next(self):
        """Go on to the next digit; after the 9 comes the 0."""
        self.controls["sample"].value = (self.controls["sample"].value + 1) % 10

    def take(self):
        """Make the sample one's own."""
        self.put(sample(self.controls["sample"].value))

    def learn(self):
        """Train on what is drawn, among digits of MNIST that must not be forgotten."""
        if any(self.drawings) and (self.work is None or not self.work.running):
            self.work = Background(self._learn, self._on_move, gives_back=True)
            self.work.start()
            if not self.work.running:  # no kernel to come back to
                self.work.finish()
        self._on_move()

    def forget(self):
        """Let the network be what it was; the drawings stay."""
        self.taught = self._shares = None
        self._on_move()

    # -- inside ------------------------------------------------------------------------------

    def refresh(self):
        digit, images = self.controls["sample"].value, [None] * 10
        self.drawings[digit] = self.drawing
        readings, right = [""] * 20, [True] * 20
        for d, strokes in enumerate(self.drawings):
            if strokes:
                images[d] = as_mnist(strokes) / 255
                for k, network in ((d, self.network), (10 + d, self.taught)):
                    if network is not None:
                        outputs = network.forward(images[d])[-1]
                        read = int(outputs.argmax())
                        readings[k] = f"{read} ({activation(outputs[read])})"
                        right[k] = read == d
        shares = [f"{share:.2%}" for share in self._shares] if self._shares else ["?", "?"]
        self.figure.update(self.strokes, not self._sampled, images, readings, right, shares)
        return self._sentence(right)

    def _sentence(self, right):
        mine = [d for d in range(10) if self.drawings[d]]
        before, after = (sum(right[k + d] for d in mine) for k in (0, 10))
        if not mine:
            return "Draw a 0 on the black square, press “next digit”, and go on up to 9."
        if self.work is not None and self.work.running:
            return "It learns your drawings …"
        told = f"You have drawn {len(mine)} of ten digits; it reads {before} of them rightly."
        if self._shares is None:
            return told
        was, now = self._shares
        return (
            f"{told} After learning: {after}. Of the test images {was:.2%} before, {now:.2%} now."
        )

    def _learn(self):
        """Train in pieces on the drawings and some of MNIST; then let the result read."""
        train, _, test = digits_to_learn()
        rng, network = np.random.default_rng(0), self.network
        some = rng.permutation(len(train.inputs))[:OF_MNIST]
        mine = [d for d in range(10) if self.drawings[d]] * LIKE_THEM
        own = np.stack([as_mnist(self.drawings[d]) for d in mine])
        inputs = np.concatenate([train.inputs[some], np.divide(own, 255, dtype=np.float32)])
        targets = np.concatenate([train.targets[some], one_hot(mine, 10, np.float32)])
        how = {"rate": RATE, "batch_size": 10, "epochs": ROUNDS, "rng": rng, "every": 100}
        for record in descend(network, inputs, targets, **how):
            learned = record.network
            yield
        self.taught = learned
        self._shares = [accuracy(each, test.inputs, test.labels) for each in (network, learned)]

    def layout(self):
        b = list(self.buttons.values())
        return [
            columns((widgets.HBox(b[:4]), self.controls["sample"]), (widgets.HBox(b[4:]),)),
            *self.paper,
        ]

    @property
    def state(self):
        """Which digit is being drawn, and what has been drawn of each."""
        return self.values | {"drawings": list(self.drawings)}

    def set(self, state):
        """Move the controls named in `state`; `drawings` are ten drawings, empty where none is."""
        drawings = [checked(each) for each in state.get("drawings", self.drawings)]
        if len(drawings) != 10:
            raise ValueError(f"drawings must be ten, one a digit, got {len(drawings)}")
        self.drawings = drawings
        rest = {name: value for name, value in state.items() if name != "drawings"}
        mine = self.drawings[rest.get("sample", self.controls["sample"].value)]
        super().set(rest | {"drawing": mine, "sampled": not mine})

    def _take_sample(self, _change):
        super()._take_sample(_change)
        mine = self.drawings[self.controls["sample"].value]
        if mine:
            self.put(mine)


def teach_hand(source=None):
    """Open a pad on which one draws the ten digits, and lets a network learn from them.

    source: a network, or a training, whose network is taught; else the course's own reader.
    Controls: the digit that is drawn now. Buttons go on to the next, clear it, take a stroke back,
    take the sample, let the network learn, and bring it back as it was.

    For `set` and `at`: sample.
    """
    return TeachHand(source)
