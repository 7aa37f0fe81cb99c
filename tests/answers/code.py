"""Answers that are code of more than one value."""


class Code(str):
    """Lines that stand in place of the three dots as they are."""
