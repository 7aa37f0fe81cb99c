"""Gradient descent as a walk that can be watched: it yields where it stands, and says how it ended.

A walk never touches the network it is given, and what it yields stays true however far it goes on.
Costs are computed when they are looked at, so that nobody waits for a number that nobody reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, repeat

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.network import checks
from coursekit.network.checks import Array
from coursekit.network.network import Network
from coursekit.network.stepper import Stepper, one_thread

SENTENCES = {
    "finished": "Finished at step {step} with η = {rate:g}.",
    "plateau": "Reached a plateau at step {step}: the cost hardly falls with η = {rate:g}.",
    "diverged": "Diverged at step {step}: layer {layer} left the finite numbers with η = {rate:g}. "
    "Try a smaller η.",
}


@dataclass(frozen=True)
class Outcome:
    """How a descent ended.

    name: "finished", "plateau" or "diverged"; step: the step at which it was known;
    layer: the one that left the finite numbers, or None; rate: η.

    >>> print(Outcome("diverged", step=12, rate=50, layer=2))
    Diverged at step 12: layer 2 left the finite numbers with η = 50. Try a smaller η.
    """

    name: str
    step: int
    rate: float
    layer: int | None = None

    def __str__(self) -> str:
        return SENTENCES[self.name].format_map(vars(self))


@dataclass(frozen=True, eq=False)
class Descent:
    """What a walk was asked to do; `descend` explains and checks it."""

    inputs: Array
    targets: Array
    rate: float
    batch_size: int
    epochs: int
    penalty: float
    every: int | None
    patience: int | None
    least_fall: float

    @property
    def epoch_steps(self) -> int:
        """How many steps an epoch has; the last may see a smaller batch."""
        return -(-len(self.inputs) // self.batch_size)

    @property
    def last_step(self) -> int:
        """The step at which a walk is finished."""
        return self.epochs * self.epoch_steps

    def stops(self) -> Iterator[int]:
        """The steps that are recorded: the start, one every so often, and the last."""
        return chain(range(0, self.last_step, self.every or self.epoch_steps), [self.last_step])

    def batches(self, rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
        """What each step sees: rows gathered in a new order every epoch, or always all of them."""
        if self.epoch_steps == 1:
            yield from repeat((self.inputs, self.targets), self.epochs)
            return
        examples = len(self.inputs)
        for _ in range(self.epochs):
            order = rng.permutation(examples)
            for start in range(0, examples, self.batch_size):
                # a few rows at a time: to reorder all of them at once takes more than twice as long
                chosen = order[start : start + self.batch_size]
                yield self.inputs.take(chosen, axis=0), self.targets.take(chosen, axis=0)

    def outcome(self, step: int, broken: int | None, objectives: list[float]) -> Outcome | None:
        """How the walk ended at `step`, if it did. `objectives` are those of the records so far."""
        if broken is not None:
            return Outcome("diverged", step + 1, self.rate, broken)
        if step == self.last_step:
            return Outcome("finished", step, self.rate)
        return Outcome("plateau", step, self.rate) if self.on_plateau(objectives) else None

    def on_plateau(self, objectives: list[float]) -> bool:
        """Whether the last `patience` records together brought less than `least_fall`."""
        if self.patience is None or len(objectives) <= self.patience:
            return False
        return objectives[-1] >= (1 - self.least_fall) * objectives[-1 - self.patience]


@dataclass(frozen=True, eq=False)
class Record:
    """Where a descent stands after `step` steps.

    step, epoch: how many steps and how many whole epochs are done.
    network: as it stood then, and will stay.
    outcome: None while the walk goes on, an `Outcome` on its last record.
    """

    step: int
    epoch: int
    network: Network
    outcome: Outcome | None
    _descent: Descent = field(repr=False)

    @cached_property
    def cost(self) -> float:
        """C over all training examples, without the penalty."""
        return self.network.cost(self._descent.inputs, self._descent.targets)

    @cached_property
    def objective(self) -> float:
        """What the descent lowers: C + penalty/(2N) Σ w²."""
        squares = sum(float(np.vdot(w, w)) for w in self.network.weights)
        return self.cost + self._descent.penalty / (2 * len(self._descent.inputs)) * squares

    @cached_property
    def accuracy(self) -> float:
        """The fraction of training examples that the network gets right; see `accuracy`."""
        return accuracy(self.network, self._descent.inputs, decide(self._descent.targets))


def decide(outputs: Array) -> NDArray[np.intp]:
    """Turn outputs (n, n_L) into class numbers (n,): the brightest neuron wins.

    A single output neuron says class 1 when it is more than half lit, class 0 otherwise.

    >>> decide(np.array([[0.1, 0.9], [0.6, 0.2]])).tolist(), decide(np.array([[0.7]])).tolist()
    ([1, 0], [1])
    """
    if outputs.shape[1] == 1:
        outputs = np.hstack([1 - outputs, outputs])
    brightest: NDArray[np.intp] = outputs.argmax(axis=1)
    return brightest


def accuracy(network: Network, inputs: ArrayLike, labels: ArrayLike) -> float:
    """The fraction of examples whose class the network gets right.

    inputs: (n, n_0); labels: (n,), whole numbers from 0. `decide` tells what counts as its answer.
    Raises ValueError for labels out of range, or more or fewer of them than inputs.

    >>> network = Network([[[1.0], [-1.0]]], [[0.0, 0.0]])
    >>> accuracy(network, [[3.0], [2.0], [-2.0], [-3.0]], [0, 0, 1, 0])
    0.75
    """
    answers = decide(np.atleast_2d(network.forward(inputs)[-1]))
    truth = checks.labels("labels", labels, max(2, network.sizes[-1]))
    if len(truth) != len(answers):
        raise ValueError(f"{len(answers)} examples need as many labels, got {len(truth)}")
    return float(np.mean(answers == truth))


def descend(
    network: Network,
    inputs: ArrayLike,
    targets: ArrayLike,
    *,
    rate: float,
    batch_size: int | None,
    epochs: int,
    rng: np.random.Generator,
    penalty: float = 0.0,
    every: int | None = None,
    patience: int | None = None,
    least_fall: float = 0.001,
) -> Iterator[Record]:
    """Walk downhill on C + penalty/(2N) Σ w², yielding records of the start and of the way.

    inputs: (N, n_0); targets: (N, n_L); turned into the network's type, and not copied if they are.
    rate: η. batch_size: how many examples a step looks at; None for all, then rng is not used.
    epochs: how often to go through all examples, in an order drawn from rng each time.
    penalty: pulls on all weights, never on biases.
    every: the steps between records, None for one epoch.
    patience: stop on a plateau, when the objective at a record is not at least the share
    `least_fall` below what it was `patience` records ago; None never stops.

    The last record carries an `Outcome`. When a step would leave the finite numbers, the last
    record is that of the network before it; the outcome names the step and the layer that broke.
    Raises ValueError at once, before the first record, for what cannot be walked.
    Source: W(l) ← W(l) − η (∂C/∂W(l) + penalty/N W(l)), b(l) ← b(l) − η ∂C/∂b(l), C over a batch.

    >>> start = Network([[[0.6]]], [[0.9]])  # Nielsen's neuron, which is to learn 1 → 0
    >>> walk = descend(start, [[1.0]], [[0.0]], rate=0.075, batch_size=None, epochs=300,
    ...                rng=np.random.default_rng(0), every=150)
    >>> for record in walk:
    ...     print(record.step, round(record.cost, 4), record.outcome)
    0 0.6684 None
    150 0.0233 None
    300 0.0088 Finished at step 300 with η = 0.075.
    """
    rows, wanted = network.examples(inputs, targets)
    descent = Descent(
        inputs=rows,
        targets=wanted,
        rate=checks.real("rate", rate, above=0),
        batch_size=checks.count("batch_size", len(rows) if batch_size is None else batch_size),
        epochs=checks.count("epochs", epochs, least=0),
        penalty=checks.real("penalty", penalty, least=0),
        every=None if every is None else checks.count("every", every),
        patience=None if patience is None else checks.count("patience", patience),
        least_fall=checks.real("least_fall", least_fall, least=0),
    )
    return _walk(descent, network.copy(), rng)


def _walk(descent: Descent, network: Network, rng: np.random.Generator) -> Iterator[Record]:
    pull = descent.rate * descent.penalty / len(descent.inputs)
    stepper = Stepper(network, descent.rate, pull)
    batches = descent.batches(rng)
    objectives: list[float] = []
    step = 0
    for stop in descent.stops():
        with one_thread():
            while step < stop and stepper.step(*next(batches)):
                step += 1
        record = Record(step, step // descent.epoch_steps, stepper.network(), None, descent)
        if descent.patience is not None:
            objectives.append(record.objective)
        outcome = descent.outcome(step, stepper.broken, objectives)
        yield replace(record, outcome=outcome) if outcome else record
        if outcome:
            return
