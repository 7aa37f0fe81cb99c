"""Weights that move before all slopes are found: what lessons 4 and 5 say of it."""


def moved_already(weights):
    """Return what follows “the way back”, where it leads through weights after their step.

    >>> moved_already("w₂")[:36]
    'with a w₂ that has moved already. La'
    """
    return (
        f"with a {weights} that has moved already. Layer 1's slopes need the {weights} that made "
        "this output. Move it after they are found."
    )
