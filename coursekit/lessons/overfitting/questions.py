"""Lesson 6's questions: what overfitting is, what helps, and which set of examples decides.

Those on when to stop and on the penalty are in `cure_questions.py`.
"""

import numpy as np

from coursekit.lessons.overfitting import cure_questions as cures
from coursekit.network.network import Network
from coursekit.practice.ordered import Ordered
from coursekit.questions.choice import Choice
from coursekit.questions.parts import term
from coursekit.questions.recipe import Recipe, part
from coursekit.questions.value import Value
from coursekit.questions.words import Words
from coursekit.questions.writing import write

# -- what overfitting is -----------------------------------------------------------------------

claim = Choice(
    "overfitting.claim", "A sentence to put right",
    "A friend's notes warn:\n\n"
    "> Beware! Overfitting = model works for only one set of test data\n\n"
    "The warning is in place. One thing in it is not right. Which sentence mends it?",
    options=(
        ("the model works for the examples it was trained on, and worse for those it has not seen",
         "It is the training set that it knows by heart. Test examples are never trained on; "
         "they only show that it does.", True),
        ("the model works for only one set of held-out data",
         "Held-out examples are not trained on either. There is nothing that it could know "
         "them by."),
        ("the model works for no set of data at all",
         "That is underfitting: it does badly even on the examples it learns from."),
        ("the model works for test data, and worse for its training data",
         "That would be the other way round. It may happen when training labels are wrong.")),
    hints=("Which examples has the network seen while it was trained?",
           "In the picture, which points did it bend its line around: the filled or the hollow "
           "ones?"),
    answer_worked="Overfitting: it does well **on the examples it was trained on**, and worse on "
    "examples it has not seen.",
)


def _learned(images, missed):
    return {"images": images, "learned": images - missed}


gap = Value(
    "overfitting.gap", "The gap",
    lambda x: (
        f"After its training a network reads {x.learned:.0f} of its {x.images:,.0f} training "
        f"images rightly, and {x.read:,.0f} of 10,000 held-out images. How wide is the gap, in "
        "percentage points? It is positive when the network does better on its own examples."),
    symbol="gap", digits=1, kept=1,
    draw=lambda draw: {
        **_learned(draw.pick([400, 500, 800, 1000]), draw.number(2, 14, 1)),
        "read": draw.number(7800, 8900, 10)},
    recipe=Recipe(
        lambda p: p.scale * p.subtract(p.training, p.held_out),
        {"training": part(lambda x: 100 * x.learned / x.images, (
            "training images counted out of the held-out ones", lambda x: x.learned / 100,
            "what comes out when both are divided by 10,000. Each set has a size of its own.")),
         "held_out": lambda x: x.read / 100,
         "scale": part(lambda x: 1.0, (
             "a share for percentage points", lambda x: 0.01,
             "the gap as a share of 1. In percentage points it is a hundred times that.")),
         "subtract": part(
             lambda x: lambda training, held_out: training - held_out,
             ("held-out minus training", lambda x: lambda training, held_out: held_out - training,
              "the right size with the sign turned: training minus held-out."),
             ("a ratio for the difference",
              lambda x: lambda training, held_out: 100 * held_out / training,
              "the one accuracy divided by the other. A gap is a difference."),
             ("the training accuracy alone", lambda x: lambda training, held_out: training,
              "the training accuracy. Take off the accuracy on held-out images."),
             ("the held-out accuracy alone", lambda x: lambda training, held_out: held_out,
              "the held-out accuracy. How much better is the training accuracy?"))},
        same=(  # it leaves the training set out altogether
            ("the held-out accuracy alone",
             "training images counted out of the held-out ones and the held-out accuracy alone"),)),
    hints=("Two accuracies first, each a share of its own set. Then one difference.",
           lambda x: f"100 · ({x.learned:.0f} / {x.images:.0f} − {x.read:.0f} / 10000)"),
    answer_worked=lambda x: (
        f"{write(100 * x.learned / x.images)} % − {write(x.read / 100)} % "
        f"{'=' if x.learned * 1000 % x.images == 0 else '≈'} "
        f"**{write(100 * x.learned / x.images - x.read / 100, 1)}** points"),
    well_done="That many points were learned by heart.",
)


def _four_networks(draw):
    """Draw training and held-out accuracies in percent."""
    ranges = ((97, 99.8), (55, 66), (78, 84), (94, 96.5))
    high, low, noisy, good = (draw.number(*reach, 0.1) for reach in ranges)
    return {
        "over": [high, round(high - draw.number(11, 19, 0.1), 1)],
        "under": [low, round(low - draw.number(-0.8, 0.8, 0.1), 1)],
        "noise": [noisy, round(noisy + draw.number(8, 12, 0.1), 1)],
        "good": [good, round(good - draw.number(0.3, 1.2, 0.1), 1)],
    }


def _network(pair):
    return f"training {pair[0]:.1f} %, held out {pair[1]:.1f} %"


judge = Choice(
    "overfitting.judge", "Which one overfits?",
    "Four networks were trained on four sets of digits. These are their accuracies. "
    "Which one overfits?",
    options=lambda x: (
        (_network(x.over),
         "Nearly perfect on its own examples, far worse on others: that is overfitting.", True),
        (_network(x.under),
         "Both are low, and there is hardly a gap. It has not even learned its own examples: "
         "that is underfitting."),
        (_network(x.noise),
         "It does better on examples that it never saw. Some training labels are wrong, "
         "perhaps, and it does not believe them."),
        (_network(x.good), "Both are high, and the gap is small. That is what one hopes for.")),
    draw=_four_networks,
    hints=("Look at the gap, not at one of the two numbers.",
           "In which of them is the training accuracy far above the other?"),
    answer_worked=lambda x: (
        f"The one with {write(x.over[0], 1)} % and {write(x.over[1], 1)} %: the gap is "
        f"**{write(x.over[0] - x.over[1], 1)}** points."),
)

# -- digits ------------------------------------------------------------------------------------


def _parameters(x):
    network = Network.random((784, int(x.neurons), 10), np.random.default_rng(0))
    return sum(part.size for part in (*network.weights, *network.biases))


per_image = Value(
    "overfitting.per_image", "Room to learn by heart",
    lambda x: (
        f"A 784-{x.neurons:.0f}-10 network learns from {x.images:,.0f} images. How many weights "
        "and biases does it have **for each image**?"),
    symbol="per_image", digits=3,
    opening={"neurons": 30, "images": 1000},
    draw=lambda draw: {
        "neurons": draw.number(10, 60, 5), "images": draw.pick([250, 500, 1000, 2500])},
    recipe=Recipe(
        lambda p: p.divide(p.first + p.biases + p.last, p.images),
        {"first": term("the first weights", lambda x: 784 * x.neurons,
                       "the count without the weights of the first layer, most of all."),
         "biases": term("the biases", lambda x: x.neurons + 10,
                        "the weights alone. Add the biases.",
                        ("biases for the pixels", lambda x: 784 + x.neurons + 10,
                         "a count with a bias for each pixel. The inputs have none.")),
         "last": term("the last weights", lambda x: 10 * x.neurons,
                      "the count without the weights between the middle and the outputs."),
         "images": lambda x: x.images,
         "divide": part(lambda x: lambda count, images: count / images, (
             "not divided", lambda x: lambda count, images: count,
             "all weights and biases. Divide by the number of images."))},
        (("images for each number", lambda x: x.images / (795 * x.neurons + 10),
          "the images divided by the weights and biases. It is the other way round."),)),
    hints=("Two matrices of weights, and one bias for each neuron that computes.",
           lambda x: f"784 · {x.neurons:.0f} weights lead in, {x.neurons:.0f} · 10 lead out.",
           lambda x: (f"(784 · {x.neurons:.0f} + {x.neurons:.0f} + {x.neurons:.0f} · 10 + 10) / "
                      f"{x.images:.0f}")),
    answer_worked=lambda x: (
        f"{_parameters(x):,} / {x.images:.0f} = **{write(_parameters(x) / x.images, 3)}**"),
    well_done="So much room for each image: it need not find a rule.",
)

more_neurons = Choice(
    "overfitting.more_neurons", "A larger network?",
    "With 30 neurons and 1,000 images, a network reads more than 98 % of its training "
    "images and less than 90 % of the held-out ones. “Let us take 100 neurons”, says a colleague, "
    "“then the gap will go.” Will it?",
    options=(
        ("no: more weights make more room to learn by heart; more images would help",
         "Its own examples leave it next to nothing to gain. Try it in the picture: the gap "
         "stays nearly as wide. With 50,000 images it all but goes.", True),
        ("yes: a network with more neurons always does better on new images",
         "It can do better on the images it learns from. What it makes of new ones depends on "
         "how much rule there is to find in the examples."),
        ("yes: the training accuracy will fall to the held-out one",
         "With more weights it is easier, not harder, to read the training images."),
        ("nobody can say before the test set has been opened",
         "The held-out images say it at once. The test set stays closed until all is chosen.")),
    hints=("What is missing: room in the network, or examples?",
           "A network that is too small does badly on its own examples. Does this one?"),
    answer_worked="**No.** It fits its own examples already. More of them close the gap; more "
    "neurons do not.",
)

# -- three sets --------------------------------------------------------------------------------

which_set = Choice(
    "overfitting.which_set", "Which set decides?",
    "You try five penalties and want to keep the best. By which images do you decide?",
    options=(
        ("the training images",
         "They always vote for no penalty: without one they are fitted best."),
        ("the held-out images",
         "That is what they are for. They were never trained on, and the test stays closed.", True),
        ("the test images",
         "Then you have chosen what happens to suit them, and no set is left that could tell "
         "how the choice does on new ones."),
        ("all three together",
         "The training images would outvote the others, and the test would be used up.")),
    hints=("Which set is neither trained on nor kept for the very end?",),
    answer_worked="By the **held-out** images.",
)

report = Value(
    "overfitting.report", "What to report",
    lambda x: (
        "Penalty, neurons and stopping time were chosen by the held-out images. Then the test set "
        "was opened, for the first time. The network reads rightly\n\n"
        f"- {x.training:,.0f} of 50,000 training images,\n"
        f"- {x.held_out:,.0f} of 10,000 held-out images,\n"
        f"- {x.test:,.0f} of 10,000 test images.\n\n"
        "Which accuracy, in percent, do you report for new images?"),
    symbol="accuracy", digits=1,
    draw=lambda draw: {
        "training": draw.number(48_500, 49_500, 50),
        "held_out": draw.number(9_520, 9_620, 10),
        "test": draw.number(9_410, 9_500, 10)},
    recipe=Recipe(
        lambda p: 100 * p.share,
        {"share": part(
            lambda x: x.test / 10_000,
            ("the training accuracy reported", lambda x: x.training / 50_000,
             "the accuracy on training images. It knows those; new ones it does not."),
            ("the held-out accuracy reported", lambda x: x.held_out / 10_000,
             "the held-out accuracy. Choices were made by it, so it flatters a little."),
            ("all images together", lambda x: (x.training + x.held_out + x.test) / 70_000,
             "all images thrown together. Most of them were trained on."),
            ("held-out and test together", lambda x: (x.held_out + x.test) / 20_000,
             "held-out and test images together. By one half of them it was chosen."))},
        (("a share for percent", lambda x: x.test / 10_000,
          "a share of 1. In percent it is a hundred times that."),)),
    hints=("Two of the three sets have had a say in how the network became what it is.",
           lambda x: f"100 · {x.test:.0f} / 10000"),
    answer_worked=lambda x: (
        f"100 · {x.test:.0f} / 10000 = **{write(x.test / 100, 1)}** %, the test accuracy"),
    well_done="One look, one number, and no choice after it.",
)

best_of_twenty = Choice(
    "overfitting.best_of_twenty", "The best of twenty",
    "Somebody trains twenty networks, opens the test set for each, and reports the best "
    "test accuracy. How will that network do on new images?",
    options=(
        ("a little worse, most likely: it was chosen because these images suit it",
         "Part of being the best of twenty is luck with these images. Luck does not repeat.", True),
        ("just as well: the test images were never trained on",
         "Not by the descent. But the choice of one out of twenty has looked at them."),
        ("better: it is the best of twenty",
         "The best in this test. In another test another one may come first."),
        ("as badly as the worst of the twenty",
         "It may well be good. Only its number is too good.")),
    hints=("Twenty people guess ten coin tosses. The best has eight right. And next time?",),
    answer_worked="**A little worse**, most likely. The test set has become a held-out set.",
)

look_once = Words(
    "overfitting.look_once", "Why only once",
    "Why does one look at the test set only once, at the very end?",
    model="The test set stands for images that nobody has seen. As soon as something is chosen by "
    "its result, a penalty, a stopping time or one network out of many, the network is fitted to "
    "it, if only a little. The number is too good then. So choices are made by a held-out set, and "
    "the test set measures once, when nothing is left to choose.",
    checklist=("it stands for new examples",
               "choosing by it fits to it, also without training on it",
               "the held-out set is there for choices"),
    hints=("What would you do with what you see? And what is the number worth after that?",),
    answer_worked="Whatever is chosen by the test set makes its number too good; so it is opened "
    "when nothing is left to choose.",
)


# -- what is often taken for it: Valdenegro-Toro and Sabatelli (2023) list these answers ---------

small_gap = Choice(
    "overfitting.small_gap", "A small gap",
    "Every five epochs somebody measures two costs.\n\n| epoch | 0 | 5 | 10 | 15 |\n"
    "|---|---|---|---|---|\n| training | 0.42 | 0.21 | 0.12 | 0.08 |\n"
    "| held-out | 0.44 | 0.24 | 0.15 | 0.11 |\n\nIs the network overfitting?",
    options=(
        ("no: both costs still fall, and a small gap between them is normal",
         "A network does a little better on what it was trained on. What tells is a held-out cost "
         "that rises while the training cost goes on falling.", True),
        ("yes: the held-out cost lies above the training cost",
         "It nearly always does. By that rule every network would overfit."),
        ("yes: the gap has not closed",
         "It need not close. Look where the held-out cost is going: down."),
        ("only the test set can tell",
         "The held-out set is there to tell. The test set waits for the very end.")),
    hints=("Which of the two costs would rise, if it learned by heart?",),
    answer_worked="**No.** Both costs fall.",
)

below_training = Choice(
    "overfitting.below_training", "Below the training cost",
    "In a friend's program the held-out cost lies far *below* the training cost, from the first "
    "epoch on. Both are worked out like this, on 800 and on 200 examples:\n\n```python\n"
    "training = np.sum((outputs - targets) ** 2)\n"
    "held_out = np.sum((held_outputs - held_targets) ** 2) / len(held_outputs)\n```\n\n"
    "What is the matter?",
    options=(
        ("a slip in the program: the training cost is a sum, the held-out cost a mean",
         "A sum over 800 examples beside a mean. Divide the first by `len(outputs)`.", True),
        ("the network is overfitting",
         "That is the other way round: better on the examples that it was trained on."),
        ("the network is underfitting", "Then both costs would be high, and near each other."),
        ("the held-out examples are easier than the others",
         "By chance they may be, a little. So wide a gap asks for a look at the program.")),
    hints=("Is one number per example compared with one number per example?",),
    answer_worked="The training cost is **not divided** by its number of examples.",
)

STEPS = (0, 5, 10, 15, 20)


def _runs(x):
    """Return the held-out costs of three runs: too small an η, a good one, one far too large."""
    low = x.low
    return ((0.5, 0.46, 0.43, 0.4, 0.38), (0.5, low + 0.08, low, low + 0.05, low + 0.11),
            (0.5, 0.9, 0.87, 0.92, 0.9))


which_run = Choice(
    "overfitting.which_run", "Three runs",
    lambda x: (
        f"Three trainings differ in η alone: {write(x.eta / 20)}, {write(x.eta)} and "
        f"{write(x.eta * 20)}. Their held-out costs:\n\n| epoch | {' | '.join(map(str, STEPS))} |\n"
        f"|---|{'---|' * len(STEPS)}\n"
        + "\n".join(f"| η = {write(rate)} | {' | '.join(write(cost, 2) for cost in run)} |"
                    for rate, run in zip((x.eta / 20, x.eta, x.eta * 20), _runs(x), strict=True))
        + "\n\nWhich network do you keep?"),
    options=lambda x: (
        (f"η = {write(x.eta)}, as it stood at epoch 10",
         "The lowest held-out cost. After that it learns by heart.", True),
        (f"η = {write(x.eta)}, as it stood at epoch 20",
         "It has seen more epochs, and its held-out cost has risen again."),
        (f"η = {write(x.eta / 20)}, as it stood at epoch 20",
         "It falls steadily and never rises, but it has hardly set out. What counts is how low."),
        (f"η = {write(x.eta * 20)}, as it stood at epoch 10",
         "It leapt away at once: the steps are far too long.")),
    draw=lambda draw: {"eta": draw.pick([0.4, 0.6, 1.0, 2.0]),
                       "low": draw.number(0.12, 0.2, 0.01)},
    hints=("Only one thing is compared: the held-out cost.",
           "Look for the lowest number in the whole table."),
    answer_worked=lambda x: f"η = {write(x.eta)} at epoch **10**: {write(x.low, 2)} is the lowest.",
)

stopping_in_order = Ordered("overfitting.stopping_in_order", "Early stopping, line by line",
    "These lines make the function `early_stopping(held_out, patience)`, which returns the index "
    "of the network to keep. Put them in order.",
    rows=(("def early_stopping(held_out, patience):", ""),
          ("    kept = 0", "a function begins with its name and what it takes."),
          ("    for at, cost in enumerate(held_out):", "what is kept needs a first value."),
          ("        if cost < held_out[kept]:", "it is set in, so it stands inside the loop."),
          ("            kept = at", "it is set in twice: an `if` comes before it."),
          ("        if at - kept >= patience:",
           "this measurement may be the lowest so far; that is looked at first."),
          ("            break", "it would stop at once; it belongs to the second `if`."),
          ("    return kept", "`return` ends the function; the walk is not whole yet.")),
    slips=(("        if at - kept > patience:", "it stops one measurement too late."),
           ("    return at", "it returns where it stopped. Keep the lowest so far."),
           ("        if cost < held_out[at - 1]:",
            "each cost is compared with the lowest so far, not with the one before it.")),
    hints=("Remember the lowest so far; then ask how long ago that was.",),
    answer_worked=cures.early_stopping.answer_worked,
    well_done="Now write it yourself: `overfitting.early_stopping.ask()`.")


# in the order in which they are asked
QUESTIONS = (
    claim, gap, judge, small_gap, below_training, cures.when_to_stop, cures.early_stopping,
    per_image, more_neurons, cures.penalty_term, cures.one_step, which_set, report, best_of_twenty,
    which_run, look_once,
)
