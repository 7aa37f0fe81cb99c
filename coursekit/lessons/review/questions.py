"""The review: the course's questions once more, on fresh numbers and unaided, and a capstone."""

from coursekit.lessons import chain_rule, cost, matrix_activation, neurons, overfitting, training
from coursekit.lessons.review.calibration import certainty as certainty  # the lesson offers it
from coursekit.lessons.review.digit_reader_question import TrainedNetwork
from coursekit.lessons.review.unaided import again, renew, summarise

# a lesson's question, what one has to know for it, the section of its notebook where that stands,
# and the review's own question that it follows, where the lesson's follows another
AGAIN = again(
    # Review I
    (neurons.first_layer, "a(0) is the input, a neuron for each pixel", "Layers"),
    (neurons.middle_layers, "middle layers hold what training finds useful", "Layers"),
    (neurons.last_layer, "a(L) is the answer: the brightest neuron is read", "Layers"),
    # Practice I
    (matrix_activation.practice_z, "z = W a, row by row", "Many neurons at once"),
    (matrix_activation.practice_output, "a = σ(z)", "Many neurons at once", "practice_z"),
    # Review II
    (cost.why_minimise, "C = (1/N) Σ Cₖ, and small steps downhill", "A landscape"),
    (cost.what_to_adjust, "a = σ(W a + b): W and b are free", "What there is to turn"),
    # Practice II
    (chain_rule.practice_cost, "C₀ = Σ (a − y)²", "Practice II"),
    (chain_rule.practice_dC_dz, "∂C₀/∂z = 2(a − y) · σ′(z)", "Practice II", "practice_cost"),
    (chain_rule.practice_dC_dW, "∂C₀/∂wⱼᵢ = a0ᵢ · ∂C₀/∂zⱼ", "Practice II", "practice_dC_dz"),
    (chain_rule.practice_step, "W − η ∂C₀/∂W, then forward again", "Practice II", "practice_dC_dW"),
    # across the lessons
    (neurons.weighted_sum, "z = w₀a₀ + w₁a₁ + w₂a₂ + b", "The sum"),
    (neurons.activation, "a = σ(z) = 1 / (1 + e⁻ᶻ)", "The squeeze", "weighted_sum"),
    (neurons.brighten_by, "Δz = Δw · a", "Turning one weight"),
    (matrix_activation.which_weight, "wⱼᵢ: row = neuron, column = input",
     "Rows listen, columns speak"),
    (matrix_activation.layer_with_bias, "a = σ(W a + b)", "The biases, one for each row"),
    (matrix_activation.two_layers, "σ(W2 σ(W1 a + b1) + b2)", "Layer after layer"),
    (cost.one_example, "C₀ = Σ (a − y)²", "How wrong is it?"),
    (cost.mean_of_outputs, "C = (1/N) Σ Cₖ", "One example is not enough"),
    (cost.end_of_the_road, "a local minimum: no small step leads down", "In the fog"),
    (chain_rule.dC_dw, "∂C₀/∂w = a_prev · σ′(z) · 2(a − y)", "One weight, followed to the cost"),
    (chain_rule.over_paths, "∂C₀/∂a = Σ w · σ′(z) · 2(a − y)", "Three ways to move an output"),
    (chain_rule.one_layer_back, "∂C₀/∂w = a_prev · σ′(z) · ∂C₀/∂a", "One layer further back",
     "over_paths"),
    (chain_rule.which_step, "w − η ∂C/∂w", "The average over all examples"),
    (training.promise, "ΔC ≈ −η‖∇C‖²", "Downhill, without a map"),
    (training.which_eta, "a step is −η times the slope", "Two ways to fail"),
    (training.batch_step, "w − η times the batch's mean slope", "Only some of the examples"),
    (overfitting.claim, "overfitting: well on training examples, worse on others", "By heart"),
    (overfitting.when_to_stop, "keep what costs least on held-out examples", "The moment to stop"),
    (overfitting.penalty_term, "C + penalty/(2N) · Σ w²", "A price on weights"),
)

digit_reader = TrainedNetwork(
    "review.digit_reader", "A digit reader of your own",
    "Assemble a network with `coursekit.network`, train it, and hand it in. It is shown "
    "10,000 handwritten digits that this notebook does not show. It passes when it reads **95 %** "
    "of them.",
    hints=("Three things: the digits, a random network with 784 inputs and 10 outputs, and a walk "
           "downhill. 60 neurons or more between them are a good size.",
           '`mnist("train")` has `.inputs()` and `.targets()`. `Network.random([784, 60, 10], '
           "rng)` draws a network. `descend` yields a record for each epoch, and `record.network` "
           "is the network as it stood then.",
           "`*_, record = descend(network, digits.inputs(), digits.targets(), rate=…, "
           "batch_size=10, epochs=…, rng=rng)` walks to the last record. An η of 1.5 and 4 epochs "
           "are a good start.",
           "Then go on from `record.network` with an η a third as large, for two more epochs."),
    answer_worked='```python\ndigits, rng = mnist("train"), np.random.default_rng(0)\n'
    "network = Network.random([784, 60, 10], rng, dtype=np.float32)\n"
    "for rate, epochs in ((1.5, 4), (0.5, 2)):\n"
    "    *_, record = descend(network, digits.inputs(), digits.targets(),\n"
    "                         rate=rate, batch_size=10, epochs=epochs, rng=rng)\n"
    "    network = record.network\n```",
    well_done="You have built and trained it from nothing but weights, biases and slopes.",
)

QUESTIONS = (*(each.question for each in AGAIN), digit_reader)


def summary():
    """Show what became of the review, and open all help."""
    summarise(AGAIN)


def another():
    """Draw fresh numbers for all questions of the review, and close all help again."""
    renew(AGAIN)
