"""Numbers as the course writes them: a true minus, the digits that count, an index below."""

import numpy as np

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def hundredths(value):
    """Write a number with two decimals.

    >>> hundredths(-1.25)
    '−1.25'
    """
    return f"{value:.2f}".replace("-", "−")


def short(value):
    """Write a number with as many decimals as it has, one or two.

    >>> short(0.6), short(-1.25)
    ('0.6', '−1.25')
    """
    return hundredths(value).removesuffix("0")


def low(i):
    """Write an index as a subscript.

    >>> low(12)
    '₁₂'
    """
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(i))


def number(value, digits=4):
    """Write a number with a true minus, and a zero without one.

    >>> number(-0.15644), number(-0.00001), number(2, 1)
    ('−0.1564', '0.0000', '2.0')
    """
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def significant(value):
    """Write a number of any size with four digits that count.

    >>> significant(-0.0156442), significant(1.56442e-7), significant(0)
    ('−0.01564', '1.564·10⁻⁷', '0')
    """
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.3e}".split("e")
    power = int(exponent)
    if -3 <= power <= 3:
        return number(value, 3 - power)
    return f"{mantissa}·10".replace("-", "−") + str(power).translate(SUPERSCRIPTS)


def factor(value, least=0.001, mantissa=1):
    """Write a number with four digits after the point, or as a power of ten where none would count.

    least: from what size on it has digits enough; mantissa: the digits after the power's point.

    >>> factor(0.15644), factor(-0.0000156), factor(0)
    ('0.1564', '−1.6·10⁻⁵', '0.0000')
    """
    if value == 0 or abs(value) >= least:
        return number(value)
    digits, exponent = f"{value:.{mantissa}e}".split("e")
    return f"{digits}·10".replace("-", "−") + str(int(exponent)).translate(SUPERSCRIPTS)


def activation(value, digits=2):
    """Write an activation so that it never says 0 or 1 where it only comes near.

    >>> activation(0.26), activation(0.9975), activation(0.99999), activation(1e-9, 4)
    ('0.26', '0.998', '> 0.999', '< 0.00001')
    """
    for told in (f"{value:.{digits}f}", f"{value:.{digits + 1}f}"):
        if float(told) not in (0, 1) or _given(value):
            return told
    return (
        f"< {10.0 ** -(digits + 1):.{digits + 1}f}" if value < 0.5 else "> 0." + "9" * (digits + 1)
    )


def equals(value, digits=2):
    """Write what an activation equals, or is above or below, behind its name.

    >>> equals(0.9975), equals(0.99999)
    ('= 0.998', '> 0.999')
    """
    told = activation(value, digits)
    return told if told[0] in "<>" else f"= {told}"


def near(value, digits=2):
    """Write an activation where there is little room, 0 and 1 only where it is that.

    >>> near(0.26), near(0.9975), near(1e-9), near(1)
    ('0.26', '≈ 1', '≈ 0', '1.00')
    """
    told = f"{value:.{digits}f}"
    return told if float(told) not in (0, 1) or _given(value) else f"≈ {float(told):.0f}"


def _given(value):
    """Whether an activation is 0 or 1 itself, and no float32 of σ that had to be rounded."""
    return value in (0, 1) and not isinstance(value, np.float32)


def a_digit(digit):
    """Write a digit with its article.

    >>> a_digit(3), a_digit(8)
    ('a 3', 'an 8')
    """
    return f"{'an' if digit == 8 else 'a'} {digit}"


def written_sum(inputs, weights, bias, counted=None):
    """Return the first `counted` terms of w·a + b, or all, with their numbers in place.

    >>> written_sum([0.9, 0.25], [1.2, -0.8], 0.5, counted=3)
    '1.2 × 0.9 − 0.8 × 0.25 + 0.5'
    """
    terms = [f"{with_sign(w)} × {with_sign(a)[1:]}" for w, a in zip(weights, inputs, strict=True)]
    spaced = [f"{term[0]} {term[1:]}" for term in [*terms, with_sign(bias)]][:counted]
    first, *rest = spaced or ["+ 0"]
    return " ".join([first.removeprefix("+ ").replace("− ", "−"), *rest])


def with_sign(value):
    """Write a number with its sign and one digit, or two where it has two."""
    text = f"{value:+.2f}".replace("-", "−")
    return text.removesuffix("0")
