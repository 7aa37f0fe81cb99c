"""Lesson 6's questions: what overfitting is, what helps, and which set of examples decides.

Those on when to stop and on the penalty are in `cures.py`; they are named here in their place.
"""

import numpy as np

from coursekit.exercises import cures
from coursekit.exercises.choices import Choice, Option, Words
from coursekit.exercises.slips import Part, Recipe, Slip
from coursekit.exercises.values import Value
from coursekit.exercises.variants import write
from coursekit.network.network import Network

# -- what overfitting is -----------------------------------------------------------------------

claim = Choice(
    id="overfitting.claim",
    title="A sentence to put right",
    question="The slides warn:\n\n"
    "> Beware! Overfitting = model works for only one set of test data\n\n"
    "The warning is in place. One thing in it is not right. Which sentence mends it?",
    options=(
        Option(
            "the model works for the examples it was trained on, and worse for those it has not "
            "seen",
            "It is the training set that it knows by heart. Test examples are never trained on; "
            "they only show that it does.",
            right=True,
        ),
        Option(
            "the model works for only one set of held-out data",
            "Held-out examples are not trained on either. There is nothing that it could know "
            "them by.",
        ),
        Option(
            "the model works for no set of data at all",
            "That is underfitting: it does badly even on the examples it learns from.",
        ),
        Option(
            "the model works for test data, and worse for its training data",
            "That would be the other way round. It may happen when training labels are wrong.",
        ),
    ),
    hints=(
        "Which examples has the network seen while it was trained?",
        "In the picture, which points did it bend its line around: the filled or the hollow ones?",
    ),
    answer_worked="Overfitting: it does well **on the examples it was trained on**, and worse on "
    "examples it has not seen.",
)


def _learned(images, missed):
    return {"images": images, "learned": images - missed}


gap = Value(
    id="overfitting.gap",
    title="The gap",
    question=lambda x: (
        f"After its training a network reads {x.learned:.0f} of its {x.images:,.0f} training "
        f"images rightly, and {x.read:,.0f} of 10,000 held-out images. How wide is the gap, in "
        "percentage points? It is positive when the network does better on its own examples."
    ),
    symbol="gap",
    digits=1,
    draw=lambda draw: {
        **_learned(draw.pick([400, 500, 800, 1000]), draw.number(2, 14, 1)),
        "read": draw.number(7800, 8900, 10),
    },
    recipe=Recipe(
        lambda p: p.scale * p.subtract(p.training, p.held_out),
        {
            "training": Part(
                lambda x: x.learned / x.images,
                (
                    Slip(
                        "training images counted out of the held-out ones",
                        lambda x: x.learned / 10_000,
                        "what comes out when both are divided by 10,000. Each set has a size of "
                        "its own.",
                    ),
                ),
            ),
            "held_out": Part(lambda x: x.read / 10_000),
            "scale": Part(
                lambda x: 100.0,
                (
                    Slip(
                        "a share for percentage points",
                        lambda x: 1.0,
                        "the gap as a share of 1. In percentage points it is a hundred times that.",
                    ),
                ),
            ),
            "subtract": Part(
                lambda x: lambda training, held_out: training - held_out,
                (
                    Slip(
                        "held-out minus training",
                        lambda x: lambda training, held_out: held_out - training,
                        "the right size with the sign turned: training minus held-out.",
                    ),
                    Slip(
                        "a ratio for the difference",
                        lambda x: lambda training, held_out: held_out / training,
                        "the one accuracy divided by the other. A gap is a difference.",
                    ),
                    Slip(
                        "the training accuracy alone",
                        lambda x: lambda training, held_out: training,
                        "the training accuracy. Take off the accuracy on held-out images.",
                    ),
                    Slip(
                        "the held-out accuracy alone",
                        lambda x: lambda training, held_out: held_out,
                        "the held-out accuracy. How much better is the training accuracy?",
                    ),
                ),
            ),
        },
        same=(  # it leaves the training set out altogether
            (
                "the held-out accuracy alone",
                "training images counted out of the held-out ones and the held-out accuracy alone",
            ),
        ),
    ),
    hints=(
        "Two accuracies first, each a share of its own set. Then one difference.",
        lambda x: f"100 · ({x.learned:.0f} / {x.images:.0f} − {x.read:.0f} / 10000)",
    ),
    answer_worked=lambda x: (
        f"{write(100 * x.learned / x.images, 1)} % − {write(x.read / 100, 1)} % = "
        f"**{write(100 * (x.learned / x.images - x.read / 10_000), 1)}** points"
    ),
    well_done="That many points were learned by heart.",
)


def _four_networks(draw):
    high, low, noisy, good = (draw.number(*reach, 0.1) for reach in JUDGED)
    return {
        "over": [high, round(high - draw.number(11, 19, 0.1), 1)],
        "under": [low, round(low - draw.number(-0.8, 0.8, 0.1), 1)],
        "noise": [noisy, round(noisy + draw.number(8, 12, 0.1), 1)],
        "good": [good, round(good - draw.number(0.3, 1.2, 0.1), 1)],
    }


JUDGED = ((97, 99.8), (55, 66), (78, 84), (94, 96.5))  # training accuracies in percent


def _network(pair, says, right=False):
    return Option(f"training {pair[0]:.1f} %, held out {pair[1]:.1f} %", says, right=right)


judge = Choice(
    id="overfitting.judge",
    title="Which one overfits?",
    question="Four networks were trained on four sets of digits. These are their accuracies. "
    "Which one overfits?",
    options=lambda x: (
        _network(
            x.over,
            "Nearly perfect on its own examples, far worse on others: that is overfitting.",
            right=True,
        ),
        _network(
            x.under,
            "Both are low, and there is hardly a gap. It has not even learned its own examples: "
            "that is underfitting.",
        ),
        _network(
            x.noise,
            "It does better on examples that it never saw. Some training labels are wrong, "
            "perhaps, and it does not believe them.",
        ),
        _network(x.good, "Both are high, and the gap is small. That is what one hopes for."),
    ),
    draw=_four_networks,
    hints=(
        "Look at the gap, not at one of the two numbers.",
        "In which of them is the training accuracy far above the other?",
    ),
    answer_worked=lambda x: (
        f"The one with {write(x.over[0], 1)} % and {write(x.over[1], 1)} %: the gap is "
        f"**{write(x.over[0] - x.over[1], 1)}** points."
    ),
)

when_to_stop = cures.when_to_stop
early_stopping = cures.early_stopping

# -- digits ------------------------------------------------------------------------------------


def _parameters(neurons):
    network = Network.random((784, neurons, 10), np.random.default_rng(0))
    return sum(part.size for part in (*network.weights, *network.biases))


per_image = Value(
    id="overfitting.per_image",
    title="Room to learn by heart",
    question=lambda x: (
        f"A 784-{x.neurons:.0f}-10 network learns from {x.images:,.0f} images. How many weights "
        "and biases does it have **for each image**?"
    ),
    symbol="per_image",
    digits=3,
    opening={"neurons": 30, "images": 1000},
    draw=lambda draw: {
        "neurons": draw.number(10, 60, 5),
        "images": draw.pick([250, 500, 1000, 2500]),
    },
    recipe=Recipe(
        lambda p: p.divide(p.first + p.biases + p.last, p.images),
        {
            "first": Part(
                lambda x: 784 * x.neurons,
                (
                    Slip(
                        "the first weights left out",
                        lambda x: 0.0,
                        "the count without the weights of the first layer, most of all.",
                    ),
                ),
            ),
            "biases": Part(
                lambda x: x.neurons + 10,
                (
                    Slip(
                        "the biases left out", lambda x: 0.0, "the weights alone. Add the biases."
                    ),
                    Slip(
                        "biases for the pixels",
                        lambda x: 784 + x.neurons + 10,
                        "a count with a bias for each pixel. The inputs have none.",
                    ),
                ),
            ),
            "last": Part(
                lambda x: 10 * x.neurons,
                (
                    Slip(
                        "the last weights left out",
                        lambda x: 0.0,
                        "the count without the weights between the middle and the outputs.",
                    ),
                ),
            ),
            "images": Part(lambda x: x.images),
            "divide": Part(
                lambda x: lambda count, images: count / images,
                (
                    Slip(
                        "not divided",
                        lambda x: lambda count, images: count,
                        "all weights and biases. Divide by the number of images.",
                    ),
                ),
            ),
        },
        slips=(
            Slip(
                "images for each number",
                lambda x: x.images / (795 * x.neurons + 10),
                "the images divided by the weights and biases. It is the other way round.",
            ),
        ),
    ),
    hints=(
        "Two matrices of weights, and one bias for each neuron that computes.",
        lambda x: f"784 · {x.neurons:.0f} weights lead in, {x.neurons:.0f} · 10 lead out.",
        lambda x: (
            f"(784 · {x.neurons:.0f} + {x.neurons:.0f} + {x.neurons:.0f} · 10 + 10) / "
            f"{x.images:.0f}"
        ),
    ),
    answer_worked=lambda x: (
        f"{_parameters(int(x.neurons)):,} / {x.images:.0f} = "
        f"**{write(_parameters(int(x.neurons)) / x.images, 3)}**"
    ),
    well_done="So much room for each image: it need not find a rule.",
)

more_neurons = Choice(
    id="overfitting.more_neurons",
    title="A larger network?",
    question="With 30 neurons and 1,000 images, a network reads more than 98 % of its training "
    "images and less than 90 % of the held-out ones. “Let us take 100 neurons”, says a colleague, "
    "“then the gap will go.” Will it?",
    options=(
        Option(
            "no: more weights make more room to learn by heart; more images would help",
            "Its own examples leave it next to nothing to gain. Try it in the picture: the gap "
            "stays nearly as wide. With 50,000 images it all but goes.",
            right=True,
        ),
        Option(
            "yes: a network with more neurons always does better on new images",
            "It can do better on the images it learns from. What it makes of new ones depends on "
            "how much rule there is to find in the examples.",
        ),
        Option(
            "yes: the training accuracy will fall to the held-out one",
            "With more weights it is easier, not harder, to read the training images.",
        ),
        Option(
            "nobody can say before the test set has been opened",
            "The held-out images say it at once. The test set stays closed until all is chosen.",
        ),
    ),
    hints=(
        "What is missing: room in the network, or examples?",
        "A network that is too small does badly on its own examples. Does this one?",
    ),
    answer_worked="**No.** It fits its own examples already. More of them close the gap; more "
    "neurons do not.",
)

penalty_term = cures.penalty_term
one_step = cures.one_step

# -- three sets --------------------------------------------------------------------------------

which_set = Choice(
    id="overfitting.which_set",
    title="Which set decides?",
    question="You try five penalties and want to keep the best. By which images do you decide?",
    options=(
        Option(
            "the training images",
            "They always vote for no penalty: without one they are fitted best.",
        ),
        Option(
            "the held-out images",
            "That is what they are for. They were never trained on, and the test stays closed.",
            right=True,
        ),
        Option(
            "the test images",
            "Then you have chosen what happens to suit them, and no set is left that could tell "
            "how the choice does on new ones.",
        ),
        Option(
            "all three together",
            "The training images would outvote the others, and the test would be used up.",
        ),
    ),
    hints=("Which set is neither trained on nor kept for the very end?",),
    answer_worked="By the **held-out** images.",
)

report = Value(
    id="overfitting.report",
    title="What to report",
    question=lambda x: (
        "Penalty, neurons and stopping time were chosen by the held-out images. Then the test set "
        "was opened, for the first time. The network reads rightly\n\n"
        f"- {x.training:,.0f} of 50,000 training images,\n"
        f"- {x.held_out:,.0f} of 10,000 held-out images,\n"
        f"- {x.test:,.0f} of 10,000 test images.\n\n"
        "Which accuracy, in percent, do you report for new images?"
    ),
    symbol="accuracy",
    digits=1,
    draw=lambda draw: {
        "training": draw.number(48_500, 49_500, 50),
        "held_out": draw.number(9_520, 9_620, 10),
        "test": draw.number(9_410, 9_500, 10),
    },
    recipe=Recipe(
        lambda p: 100 * p.share,
        {
            "share": Part(
                lambda x: x.test / 10_000,
                (
                    Slip(
                        "the training accuracy reported",
                        lambda x: x.training / 50_000,
                        "the accuracy on training images. It knows those; new ones it does not.",
                    ),
                    Slip(
                        "the held-out accuracy reported",
                        lambda x: x.held_out / 10_000,
                        "the held-out accuracy. Choices were made by it, so it flatters a little.",
                    ),
                    Slip(
                        "all images together",
                        lambda x: (x.training + x.held_out + x.test) / 70_000,
                        "all images thrown together. Most of them were trained on.",
                    ),
                    Slip(
                        "held-out and test together",
                        lambda x: (x.held_out + x.test) / 20_000,
                        "held-out and test images together. By one half of them it was chosen.",
                    ),
                ),
            ),
        },
        slips=(
            Slip(
                "a share for percent",
                lambda x: x.test / 10_000,
                "a share of 1. In percent it is a hundred times that.",
            ),
        ),
    ),
    hints=(
        "Two of the three sets have had a say in how the network became what it is.",
        lambda x: f"100 · {x.test:.0f} / 10000",
    ),
    answer_worked=lambda x: (
        f"100 · {x.test:.0f} / 10000 = **{write(x.test / 100, 1)}** %, the test accuracy"
    ),
    well_done="One look, one number, and no choice after it.",
)

best_of_twenty = Choice(
    id="overfitting.best_of_twenty",
    title="The best of twenty",
    question="Somebody trains twenty networks, opens the test set for each, and reports the best "
    "test accuracy. How will that network do on new images?",
    options=(
        Option(
            "a little worse, most likely: it was chosen because these images suit it",
            "Part of being the best of twenty is luck with these images. Luck does not repeat.",
            right=True,
        ),
        Option(
            "just as well: the test images were never trained on",
            "Not by the descent. But the choice of one out of twenty has looked at them.",
        ),
        Option(
            "better: it is the best of twenty",
            "The best in this test. In another test another one may come first.",
        ),
        Option(
            "as badly as the worst of the twenty",
            "It may well be good. Only its number is too good.",
        ),
    ),
    hints=("Twenty people guess ten coin tosses. The best has eight right. And next time?",),
    answer_worked="**A little worse**, most likely. The test set has become a held-out set.",
)

look_once = Words(
    id="overfitting.look_once",
    title="Why only once",
    question="Why does one look at the test set only once, at the very end?",
    model="The test set stands for images that nobody has seen. As soon as something is chosen by "
    "its result, a penalty, a stopping time or one network out of many, the network is fitted to "
    "it, if only a little. The number is too good then. So choices are made by a held-out set, and "
    "the test set measures once, when nothing is left to choose.",
    checklist=(
        "it stands for new examples",
        "choosing by it fits to it, also without training on it",
        "the held-out set is there for choices",
    ),
    hints=("What would you do with what you see? And what is the number worth after that?",),
    answer_worked="Whatever is chosen by the test set makes its number too good; so it is opened "
    "when nothing is left to choose.",
)
