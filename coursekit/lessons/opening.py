"""Opening what somebody shared: a string that names a picture of a lesson and holds its state."""

from importlib import import_module

from coursekit.lessons import TITLES
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.sharing import read, refusal, written

# Strings of the first form named a class by its old home → the picture's name now.
FORMER = {
    f"coursekit.explorers.{home}": name
    for home, name in {
        "neurons.OneNeuron": "neurons.one_neuron",
        "neurons.DigitNeuron": "neurons.digit_neuron",
        "neurons.Layers": "neurons.layers",
        "matrix_activation.OneLayer": "matrix_activation.one_layer",
        "matrix_activation.DigitReader": "matrix_activation.digit_reader",
        "cost.Squares": "cost.squares",
        "cost.CostCurve": "cost.along_weight",
        "cost.Landscape": "cost.landscape",
        "chain_rule.Slope": "chain_rule.two_nudges",
        "chain_rule.OneChain": "chain_rule.one_chain",
        "chain_rule.LongChain": "chain_rule.long_chain",
        "backward.Paths": "chain_rule.paths",
        "backward.Averages": "chain_rule.averages",
        "backward.Practice": "chain_rule.practice_two",
        "training.DescentExplorer": "training.descent",
        "small_descent.SmallDescentExplorer": "training.small_descent",
        "training.StartsExplorer": "training.fifty_starts",
        "digit_training.DigitTraining": "training.train_digits",
        "trained_digits.FirstLayer": "training.first_layer",
        "trained_digits.Mistakes": "training.mistakes",
        "handwriting.DrawDigit": "training.draw_digit",
        "overfitting.ByHeart": "overfitting.by_heart",
        "two_curves.TwoCurves": "overfitting.two_curves",
        "review.ProgressMap": "review.progress_map",
    }.items()
}


def open_shared(text):
    """Open the explorer that a string of `share()` describes, exactly as it was.

    Spaces and line breaks do not matter. Raises ValueError for a string that is damaged, of another
    origin, or of an explorer or a state that this version of the course does not know.

    >>> from coursekit import cost
    >>> explorer = cost.along_weight()
    >>> explorer.set({"w": 3.5})
    >>> open_shared(explorer.share()).values
    {'w': 3.5, 'b': 0.0, 'whole': False}
    """
    name, state, networks = read("".join(text.split()) if isinstance(text, str) else text)
    name = FORMER.get(name, name)
    kind = kinds().get(name)
    if kind is None:
        raise refusal("its explorer is one of the course's", name)
    try:
        explorer = kind()(*networks)
        if isinstance(state, dict):  # what has no word of a control that came later, or one of old
            state = dict(explorer.since) | {k: state[k] for k in state if k not in explorer.former}
        explorer.set(state)
        fits = written(explorer.state) == written(state)
    except Exception as problem:
        raise refusal(f"its state fits {name} ({problem})", state) from problem
    if not fits:
        raise refusal(f"its values lie in the reach of {name}", state)
    return explorer


def kinds():
    """Return picture → a function that returns its class, for all pictures of the course."""
    return {
        f"{folder}.{picture}": lambda folder=folder, file=file, name=f"{folder}.{picture}": next(
            thing
            for thing in vars(import_module(f"coursekit.lessons.{folder}.{file}")).values()
            if isinstance(thing, type) and issubclass(thing, Explorer) and thing.name == name
        )
        for folder in TITLES
        for picture, file in import_module(f"coursekit.lessons.{folder}").PICTURES.items()
    }
