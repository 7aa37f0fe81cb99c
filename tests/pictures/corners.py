"""Both ends and the middle of every control, in few states: each two controls meet at all ends."""

from itertools import combinations, product

from coursekit.lessons.chain_rule.knobs import Knobs, range_of
from tests.pictures.reading import places_of

LEVELS = ("low", "middle", "high")
PLACES = dict(zip(LEVELS, (0, 0.5, 1), strict=True))


def levels(explorer):
    """Return each control's levels by name: what is one of two has no middle."""
    return {
        name: LEVELS[::2] if len(_places(control)) == 2 else LEVELS
        for name, control in explorer.controls.items()
    }


def cover(levels):
    """Yield states, name → level, in which every pair of levels of two names occurs.

    Greedy: a state begins with a pair that is missing, and every other name takes the level that
    brings the most further ones.

    >>> len(list(cover({"a": "xy", "b": "xy", "c": "xy"})))
    4
    """
    if len(levels) == 1:
        yield from ({name: level} for name, some in levels.items() for level in some)
    missing = {
        frozenset([(a, x), (b, y)])
        for a, b in combinations(levels, 2)
        for x, y in product(levels[a], levels[b])
    }
    while missing:
        state = dict(min(missing, key=sorted))
        for name in sorted(levels.keys() - state.keys()):
            brought = {
                level: len(missing & {frozenset([(name, level), it]) for it in state.items()})
                for level in levels[name]
            }
            state[name] = max(brought, key=brought.get)
        missing -= {frozenset(pair) for pair in combinations(state.items(), 2)}
        yield {name: state[name] for name in levels}


def go_to(explorer, state):
    """Move every control to its level; twice, since one's range may follow another."""
    for _ in range(2):
        explorer.set({n: _value(explorer.controls[n], PLACES[at]) for n, at in state.items()})


def _value(control, share):
    if isinstance(control, Knobs):  # all of them at once
        return {name: low + share * (high - low) for name, (low, high) in _ranges(control)}
    places = _places(control)
    return places[round(share * (len(places) - 1))]


def _places(control):
    if isinstance(control, Knobs):
        return LEVELS
    if isinstance(control.value, bool):
        return (False, True)
    return places_of(control)


def _ranges(knobs):
    return ((name, range_of(name)) for name in knobs.value)
