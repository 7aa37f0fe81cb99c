"""The review: the course's questions once more, on fresh numbers and unaided, and a capstone."""

from coursekit.exercises import chain_rule, cost, matrix_activation, neurons, overfitting, training
from coursekit.exercises.capstone import TrainedNetwork
from coursekit.exercises.unaided import Unaided, again, summarise

# -- Review I ----------------------------------------------------------------------------------

first_layer = again(neurons.first_layer, "a(0) is the input, a neuron for each pixel", "Layers")
middle_layers = again(
    neurons.middle_layers, "middle layers hold what training finds useful", "Layers"
)
last_layer = again(neurons.last_layer, "a(L) is the answer: the brightest neuron is read", "Layers")

# -- Practice I --------------------------------------------------------------------------------

practice_z = again(matrix_activation.practice_z, "z = W a, row by row", "Many neurons at once")
practice_output = again(
    matrix_activation.practice_output, "a = σ(z)", "Many neurons at once", after=practice_z
)

# -- Review II ---------------------------------------------------------------------------------

why_minimise = again(
    cost.why_minimise, "C = (1/N) Σ Cₖ, and small steps downhill", "What there is to turn"
)
what_to_adjust = again(
    cost.what_to_adjust, "a = σ(W a + b): W and b are free", "What there is to turn"
)

# -- Practice II -------------------------------------------------------------------------------

practice_cost = again(chain_rule.practice_cost, "C₀ = Σ (a − y)²", "Practice II")
practice_dC_dz = again(
    chain_rule.practice_dC_dz, "∂C₀/∂z = 2(a − y) · σ′(z)", "Practice II", after=practice_cost
)
practice_dC_dW = again(
    chain_rule.practice_dC_dW, "∂C₀/∂wⱼᵢ = a0ᵢ · ∂C₀/∂zⱼ", "Practice II", after=practice_dC_dz
)
practice_step = again(
    chain_rule.practice_step,
    "W − η ∂C₀/∂W, then forward again",
    "Practice II",
    after=practice_dC_dW,
)

# -- across the lessons ------------------------------------------------------------------------

weighted_sum = again(neurons.weighted_sum, "z = w₀a₀ + w₁a₁ + w₂a₂ + b", "The sum")
activation = again(
    neurons.activation, "a = σ(z) = 1 / (1 + e⁻ᶻ)", "The squeeze", after=weighted_sum
)
brighten_by = again(neurons.brighten_by, "Δz = Δw · a", "Turning one weight")

which_weight = again(
    matrix_activation.which_weight,
    "wⱼᵢ: row = neuron, column = input",
    "Rows listen, columns speak",
)
layer_with_bias = again(
    matrix_activation.layer_with_bias, "a = σ(W a + b)", "The biases, one for each row"
)
two_layers = again(matrix_activation.two_layers, "σ(W2 σ(W1 a + b1) + b2)", "Layer after layer")

one_example = again(cost.one_example, "C₀ = Σ (a − y)²", "How wrong is it?")
mean_of_outputs = again(cost.mean_of_outputs, "C = (1/N) Σ Cₖ", "One example is not enough")
end_of_the_road = again(
    cost.end_of_the_road, "a local minimum: no small step leads down", "In the fog"
)

dC_dw = again(
    chain_rule.dC_dw, "∂C₀/∂w = a_prev · σ′(z) · 2(a − y)", "One weight, followed to the cost"
)
over_paths = again(
    chain_rule.over_paths, "∂C₀/∂a = Σ w · σ′(z) · 2(a − y)", "Three ways to move an output"
)
one_layer_back = again(
    chain_rule.one_layer_back,
    "∂C₀/∂w = a_prev · σ′(z) · ∂C₀/∂a",
    "One layer further back",
    after=over_paths,
)
which_step = again(chain_rule.which_step, "w − η ∂C/∂w", "The average over all examples")


promise = again(training.promise, "ΔC ≈ −η‖∇C‖²", "Downhill, without a map")
which_eta = again(training.which_eta, "a step is −η times the slope", "Two ways to fail")
batch_step = again(
    training.batch_step, "w − η times the batch's mean slope", "Only some of the examples"
)

claim = again(
    overfitting.claim, "overfitting: well on training examples, worse on others", "By heart"
)
when_to_stop = again(
    overfitting.when_to_stop, "keep what costs least on held-out examples", "The moment to stop"
)
penalty_term = again(overfitting.penalty_term, "C + penalty/(2N) · Σ w²", "A price on weights")

# -- the capstone ------------------------------------------------------------------------------

digit_reader = TrainedNetwork(
    id="review.digit_reader",
    title="A digit reader of your own",
    question="Assemble a network with `coursekit.network`, train it, and hand it in. It is shown "
    "10,000 handwritten digits that this notebook does not show. It passes when it reads **95 %** "
    "of them.",
    hints=(
        "Three things: the digits, a random network with 784 inputs and 10 outputs, and a walk "
        "downhill. 60 neurons or more between them are a good size.",
        '`mnist("train")` has `.inputs()` and `.targets()`. `Network.random([784, 60, 10], rng)` '
        "draws a network. `descend` yields a record for each epoch, and `record.network` is the "
        "network as it stood then.",
        "`*_, record = descend(network, digits.inputs(), digits.targets(), rate=…, batch_size=10, "
        "epochs=…, rng=rng)` walks to the last record. An η of 1.5 and 4 epochs are a good start.",
        "Then go on from `record.network` with an η a third as large, for two more epochs.",
    ),
    answer_worked='```python\ndigits, rng = mnist("train"), np.random.default_rng(0)\n'
    "network = Network.random([784, 60, 10], rng, dtype=np.float32)\n"
    "for rate, epochs in ((1.5, 4), (0.5, 2)):\n"
    "    *_, record = descend(network, digits.inputs(), digits.targets(),\n"
    "                         rate=rate, batch_size=10, epochs=epochs, rng=rng)\n"
    "    network = record.network\n```",
    well_done="You have built and trained it from nothing but weights, biases and slopes.",
)


def _asked():
    return [question for question in globals().values() if isinstance(question, Unaided)]


def summary():
    """Show what became of the review, and open all help."""
    summarise(_asked())


def another():
    """Draw fresh numbers for all questions of the review, and close all help again."""
    for question in _asked():
        question.renew()
