"""Reading a number as people type it: 0,26 and 1/2, 50 % and −2, 10^-3 and 1.5·10⁻³."""

import re
from math import isfinite

LONGEST = 40  # characters
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# as people write a sign → as it is written here
SIGNS = {r"[−–]": "-", r"[×·]": "*", r"[÷⁄∕]": "/", r"\*\*": "^", r",": "."}
SIGNS |= {r"\s*([-+*/^%])\s*": r"\1"}  # spaces around any of them
FACTOR = r"([*/])((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?:\^([-+]?\d+))?"


def number_of(text: str) -> float:
    """Return the number that was typed: a decimal, a fraction, a percentage, a power, a product.

    Raises ValueError, with a short word, for what is none.

    >>> [number_of(text) for text in ("0,26", "1/2", "50 %", "−2", "10^-3", "1.5·10⁻³")]
    [0.26, 0.5, 0.5, -2.0, 0.001, 0.0015]
    >>> number_of("much")
    Traceback (most recent call last):
    ValueError: no number
    """
    plain = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda power: "^" + power[0].translate(RAISED), text.strip())
    for sign, written in SIGNS.items():
        plain = re.sub(sign, written, plain)
    signed = plain[:1] in ("-", "+")
    factors = "*" + plain[signed:].removesuffix("%")
    if len(text) > LONGEST or not re.fullmatch(f"(?:{FACTOR})+", factors, re.I):
        raise ValueError("no number")
    value = -1.0 if plain[0] == "-" else 1.0
    try:
        for operator, base, power in re.findall(FACTOR, factors, re.I):
            factor = float(base) ** int(power or 1)
            value = value * factor if operator == "*" else value / factor
    except ArithmeticError:  # a division by 0, a power beyond every number
        raise ValueError("no number") from None
    if not isfinite(value):
        raise ValueError("too large")
    return value / 100 if plain.endswith("%") else value + 0.0  # no −0
