"""Right and wrong answers to the review's questions: worked out as the lessons' own are."""

from importlib import import_module

from coursekit.lessons.review.questions import AGAIN
from tests.answers.code import Code
from tests.answers.working import answer

READER = Code(
    "Network.random([784, 60, 10], rng, dtype=np.float32)\n"
    "for rate, epochs in ((1.5, 3), (0.5, 2)):\n"
    "    *_, last = descend(network, digits.inputs(), digits.targets(), rate=rate,\n"
    "                       batch_size=10, epochs=epochs, rng=rng)\n"
    "    network = last.network"
)
ANSWERS = {}
WRONG = {}
for each in AGAIN:
    folder, name = each.original.id.split(".")
    lesson = import_module(f"tests.answers.{folder}")
    ANSWERS[name] = answer(lesson.RIGHT[name], each.question)
    if name in lesson.SLIPS:
        how, slip = lesson.SLIPS[name]
        WRONG[name] = (answer(how, each.question), slip)
ANSWERS["digit_reader"] = READER
WRONG["digit_reader"] = (Code("Network.random([784, 60, 10], rng)"), "the network before training")
