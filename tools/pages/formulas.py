"""From the formulas of a lesson to MathML, which a browser sets by itself: no script, no pictures.

The course writes few things of TeX, and this reads those. What it does not know it names, so that
whoever writes a lesson adds a line to a table here, or writes the formula otherwise.
"""

import base64
import html
import io
import re
from importlib.metadata import distribution
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont

TOKEN = re.compile(
    r"\\text\{[^{}]*\}|\\(?:begin|end)\{\w+\}|\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|\S", re.DOTALL
)

FONT = "ziamath/fonts/STIXTwoMath-Regular.ttf"  # the package that carries it, and where


def _table(*lines):
    """Return name → sign from lines that say them in turn.

    >>> _table("alpha α beta β")
    {'alpha': 'α', 'beta': 'β'}
    """
    words = " ".join(lines).split()
    return dict(zip(words[::2], words[1::2], strict=True))


LETTERS = _table(
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ kappa κ lambda λ",
    "mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ phi ϕ varphi φ chi χ psi ψ omega ω partial ∂ ell ℓ",
)
UPRIGHT = _table(
    "Gamma Γ Delta Δ Theta Θ Lambda Λ Sigma Σ Phi Φ Psi Ψ Omega Ω nabla ∇ infty ∞ dots … ldots …",
    "cdots ⋯ vdots ⋮ ddots ⋱ exp exp log log ln ln sin sin cos cos tanh tanh",
)
OPERATORS = _table(
    "times × cdot · div ÷ pm ± approx ≈ neq ≠ ne ≠ le ≤ leq ≤ ge ≥ geq ≥ ll ≪ gg ≫ sim ∼ equiv ≡",
    "propto ∝ to → mapsto ↦ leftarrow ← rightarrow → Rightarrow ⇒ odot ⊙ circ ∘ mid ∣ in ∈",
)
LIMITS = _table("sum ∑ prod ∏ max max min min lim lim")
FENCES = _table("lVert ‖ rVert ‖ lvert | rvert | lbrace { rbrace } { { } } langle ⟨ rangle ⟩ | ‖")
SPACES = {",": 0.167, ":": 0.222, ";": 0.278, "!": -0.167, " ": 0.25, "quad": 1, "qquad": 2}
ACCENTS = _table("bar ¯ hat ^ tilde ~ vec → dot ˙ overline ¯")
BRACES = {"underbrace": ("munder", "⏟"), "overbrace": ("mover", "⏞")}
MATRICES = {"bmatrix": "[]", "pmatrix": "()", "vmatrix": "||", "cases": "{", "aligned": ""}
ALPHABETS = {"mathsf": 0x1D5A0, "mathbf": 0x1D400, "mathrm": None, "operatorname": None}
OPENING, CLOSING = "([{⟨", ")]}⟩"


class Piece(NamedTuple):
    """A piece of a formula: its MathML, and what follows from it for its neighbours.

    kind: "operator" or "opening", after which − is a sign; "limits", whose scripts stand below and
    above; "" for everything else.
    """

    xml: str
    kind: str = ""


def formula(tex, display=False):
    """Return a formula as MathML.

    Raises ValueError for a command that is not in the tables above.

    >>> formula("w_0 - 1")
    '<math><mrow><msub><mi>w</mi><mn>0</mn></msub><mo>−</mo><mn>1</mn></mrow></math>'
    """
    reader = _Reader(tex)
    try:
        body = reader.row()
    except (LookupError, ValueError) as problem:
        raise ValueError(f"the formula {tex!r} cannot be set: {problem}") from None
    if reader.tokens:
        raise ValueError(f"the formula {tex!r} closes what it never opened: {reader.tokens[-1]}")
    kind = ' display="block"' if display else ""
    return f"<math{kind}>{body}</math>"


class _Reader:
    """Reads a formula from left to right; `tokens` is what is still to come, the next one last."""

    def __init__(self, tex):
        self.tokens = TOKEN.findall(tex)[::-1]

    def row(self, *ends):
        """Read up to one of the tokens `ends`, which is left where it is, or to the end."""
        pieces = []
        while self.tokens and self.tokens[-1] not in (*ends, "}", r"\right"):
            sign = not pieces or pieces[-1].kind in ("operator", "opening")
            pieces.append(self.scripted(sign))
        if ends and not self.tokens:
            raise ValueError(f"{ends[0]} is missing")
        return _row(piece.xml for piece in pieces)

    def scripted(self, sign=False):
        """Read one thing with the primes, subscripts and superscripts that stand behind it."""
        piece = self.thing(sign)
        scripts = {}
        while self.tokens and self.tokens[-1] in ("_", "^", "'"):
            mark = self.tokens.pop()
            if mark == "'":
                piece = Piece(_row([piece.xml, '<mo lspace="0" rspace="0">′</mo>']), piece.kind)
            else:
                scripts[mark] = self.thing().xml
        if not scripts:
            return piece
        names = "munder", "mover", "munderover"
        names = names if piece.kind == "limits" else ("msub", "msup", "msubsup")
        name = names[2 if len(scripts) == 2 else "_^".index(*scripts)]
        inside = "".join(scripts[mark] for mark in "_^" if mark in scripts)
        return Piece(f"<{name}>{piece.xml}{inside}</{name}>", piece.kind)

    def thing(self, sign=False):
        """Read one number, letter, operator, group or command."""
        if not self.tokens:
            raise ValueError("something is missing at its end")
        token = self.tokens.pop()
        if token == "{":
            inside = self.row("}")
            self.tokens.pop()
            return Piece(inside)
        if token.startswith("\\"):
            return self.command(token[1:])
        if token[0].isdigit():
            return Piece(f"<mn>{token}</mn>")
        if token.isalpha():
            return Piece(f"<mi>{token}</mi>")
        return _operator(token, sign)

    def command(self, name):
        """Read what a command needs and return what it makes."""
        if name.startswith("text{"):
            return Piece(f"<mtext>{html.escape(name[5:-1]).replace(' ', '&nbsp;')}</mtext>")
        if name.startswith("begin{"):
            return self.matrix(name[6:-1])
        if name in SPACES:
            return Piece(f'<mspace width="{SPACES[name]}em"/>', "operator")
        if name in ("frac", "dfrac", "tfrac"):
            fraction = f"<mfrac>{self.thing().xml}{self.thing().xml}</mfrac>"
            if name == "dfrac":
                return Piece(f'<mstyle displaystyle="true">{fraction}</mstyle>')
            return Piece(fraction)
        if name == "sqrt":
            return Piece(f"<msqrt>{self.thing().xml}</msqrt>")
        if name == "left":
            return self.fenced()
        if name in BRACES:
            side, brace = BRACES[name]
            return Piece(f"<{side}>{self.thing().xml}<mo>{brace}</mo></{side}>", "limits")
        if name in ACCENTS:
            accent = f'<mo stretchy="{str(name == "overline").lower()}">{ACCENTS[name]}</mo>'
            return Piece(f'<mover accent="true">{self.thing().xml}{accent}</mover>')
        if name in ALPHABETS:
            return self.lettered(ALPHABETS[name])
        return _symbol(name)

    def fenced(self):
        """Read from \\left to \\right: brackets as high as what they hold."""
        left = self.delimiter()
        inside = self.row(r"\right")
        self.tokens.pop()
        return Piece(_between(left, inside, self.delimiter()))

    def delimiter(self):
        token = self.tokens.pop()
        name = token.removeprefix("\\")
        return "" if token == "." else FENCES[name] if token.startswith("\\") else name

    def matrix(self, kind):
        """Read up to \\end: rows of cells."""
        fences, end, rows = MATRICES[kind], f"\\end{{{kind}}}", [[]]
        while True:
            rows[-1].append(f"<mtd>{self.row('&', chr(92) * 2, end)}</mtd>")
            token = self.tokens.pop()
            if token == end:
                break
            if token != "&":
                rows.append([])
        table = "".join(f"<mtr>{''.join(row)}</mtr>" for row in rows)
        left, right = fences[:1], fences[1:]
        return Piece(_between(left, f'<mtable class="{kind}">{table}</mtable>', right))

    def lettered(self, first):
        """Read letters in another alphabet; `first` is its capital A, None for upright ones."""
        inside = re.sub(r"<.*?>", "", self.thing().xml)
        if first:
            inside = "".join(chr(first + ord(c) - ord("A") - 6 * c.islower()) for c in inside)
        return Piece(_upright(inside))


def _row(parts):
    parts = list(parts)
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def _between(left, inside, right):
    fences = [
        f'<mo form="{form}" fence="true" stretchy="true" symmetric="true">{fence}</mo>'
        * bool(fence)
        for form, fence in (("prefix", left), ("postfix", right))
    ]
    return f"<mrow>{fences[0]}{inside}{fences[1]}</mrow>"


def _operator(sign, first):
    """Return an operator; `first` says that nothing stands before it, so that − is a sign."""
    kind = "operator"
    attributes = ""
    if sign in OPENING + CLOSING + "|/":
        attributes = ' stretchy="false"' if sign != "/" else ' lspace="0" rspace="0"'
        kind = "opening" if sign in OPENING else ""
    elif first and sign in "-+":
        attributes = ' form="prefix"'
    shown = html.escape({"-": "−", "*": "∗"}.get(sign, sign))
    return Piece(f"<mo{attributes}>{shown}</mo>", kind)


def _symbol(name):
    if name in LIMITS:
        return Piece(f"<mo>{LIMITS[name]}</mo>", "limits")
    if name in OPERATORS:
        return Piece(f"<mo>{OPERATORS[name]}</mo>", "operator")
    if name in FENCES:
        form, kind = ("postfix", "") if name[0] == "r" else ("prefix", "opening")
        return Piece(f'<mo form="{form}" stretchy="false">{FENCES[name]}</mo>', kind)
    if name in UPRIGHT:
        return Piece(_upright(UPRIGHT[name]))
    if name in LETTERS:
        return Piece(f"<mi>{LETTERS[name]}</mi>")
    raise LookupError(f"\\{name} is in no table of tools/pages/formulas.py")


def _upright(text):
    return f'<mi mathvariant="normal">{text}</mi>' if len(text) == 1 else f"<mi>{text}</mi>"


def font_for(page):
    """Return the part of STIX Two Math that the formulas of a page need, as a data address."""
    signs = set(html.unescape(re.sub("<.*?>", "", "".join(re.findall("<math.*?</math>", page)))))
    # a browser sets a single letter in italics, which have places of their own in Unicode
    italics = [0x210E, *range(0x1D434, 0x1D468), *range(0x1D6FC, 0x1D71C)]
    options = subset.Options(layout_features=["*"], drop_tables=["DSIG", "GPOS"])
    font = TTFont(distribution("ziamath").locate_file(FONT))
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[*map(ord, signs), *italics])
    cut.subset(font)
    font.flavor, packed = "woff", io.BytesIO()
    font.save(packed)
    return f"data:font/woff;base64,{base64.b64encode(packed.getvalue()).decode()}"
