"""Drawings by hand, as the points that a pointer makes: digits in three styles, and scrawls.

x and y of each point in hundredths of the pad, a stroke a string, as `handwriting.SAMPLES` has its
own. They were put down by hand, style by style, before the reader was trained, and it has seen none
of them; a drawing that it misreads stays in.
"""

import numpy as np

from coursekit.network.handwriting import rounded

ROUND = (
    ("5216 3820 2838 2660 3476 5084 6678 7460 7236 6420 5216",),
    ("5114 4986",),
    ("2834 3420 5014 6622 7036 6050 4466 2884 7483",),
    ("3018 5012 6824 6038 4446 6050 7066 6282 4288 2680",),
    ("5612 3030 2454 7656", "5636 5888"),
    ("3414 3246 5240 6850 7066 6080 4286 2878", "3414 7012"),
    ("6214 4424 3044 2866 3882 5886 7072 6456 4854 3266",),
    ("2616 7614 5846 4486",),
    ("6826 5014 3424 4042 6056 7072 5086 3276 3858 6040 6826",),
    ("6830 5016 3426 3244 4854 6644 7026 6656 6286",),
)
# few points and many corners: a mouse in a hurry
QUICK = (
    ("4818 3324 2442 2560 3477 4983 6476 7359 7442 6625 5218 4519",),
    ("3830 5214 5316 5232 5358 5185",),
    ("3028 3819 5216 6321 6532 5845 4659 3274 2982 4481 6279 7481",),
    ("3120 4415 5817 6627 6138 4747 4648 6153 6965 6476 5184 3581 2974",),
    ("3316 3034 2952 4855 7154", "6618 6536 6358 6286"),
    ("7016 5417 3816 3631 3446 4742 6046 6857 6571 5481 3982 3075",),
    ("5814 4425 3442 3060 3474 4683 6080 6768 6155 4754 3663 3368",),
    ("2818 4416 6017 7315 6731 5650 4969 4386",),
    ("6222 5116 3920 3532 4242 5550 6561 6575 5384 4080 3368 3956 5146 6135 6224",),
    ("6527 5418 4120 3433 4045 5343 6332 6625 6645 6365 6085",),
)
# slanted, with a foot, a loop, a bar: somebody's handwriting
SLANTED = (
    ("5814 4222 3048 3070 4284 5878 7052 7030 6016 4820",),
    ("3636 5414 5086", "3486 6886"),
    ("2830 4214 6418 6640 4466 2680 3070 4276 5884 7678",),
    ("2816 6814 4640 6246 7064 5884 3480",),
    ("5814 2660 7660", "5814 5888"),
    ("7214 4216 3644 5640 6856 6074 4286 2880",),
    ("6412 4230 2858 3280 5288 6874 6058 4256 3070",),
    ("2816 7216 5250 4088", "3450 6848"),
    ("5014 3628 5046 6428 5014", "5046 3266 5088 6866 5046"),
    ("6622 4814 3230 4448 6438 6820 6662 5284 3478",),
)
SCRAWLS = {
    "zigzag": ("1080 2020 3080 4020 5080 6020 7080 8020 9080",),
    "pentagram": ("5010 7890 1040 9040 2290 5010",),
    "spiral": ("5050 5642 6450 6062 4866 3656 3840 5028 7034 7858 6080 3480 2054 2828 5214 8026",),
    "hash": ("3515 3085", "6515 6085", "1535 8535", "1565 8565"),
    "X": ("2020 8080", "8020 2080"),
    "plus": ("5015 5085", "1550 8550"),
    "triangle": ("5015 1585 8585 5015",),
    "house": ("2045 2085 8085 8045 2045 5015 8045", "4085 4060 6060 6085"),
    "face": ("5010 2025 1050 2575 5090 7575 9050 8025 5010", "3840", "6240", "3262 5074 6862"),
    "wave": ("0850 2030 3250 4470 5650 6830 8050 9270",),
    "heart": ("5030 3815 2030 2850 5085 7250 8030 6215 5030",),
    "M": ("1585 2015 5060 8015 8585",),
    "W": ("1015 3085 5030 7085 9015",),
    "K": ("2515 2585", "7515 2550 7885"),
    "H": ("2015 2085", "8015 8085", "2050 8050"),
    "arrow": ("1050 9050", "7030 9050 7070"),
    "dots": ("2030", "5020", "7540", "3070", "6075", "5048"),
    "filled": ("2020 8025 2030 8035 2040 8045 2050 8055 2060 8065 2070 8075 2080",),
    "three lines": ("1525 8525", "1550 8550", "1575 8575"),
    "tree": ("5090 5050", "5020 3035 2552 4060 6060 7552 7035 5020", "5070 3555", "5075 6560"),
}


def points(strokes, smooth=True):
    """Return strings of points as strokes; a hand rounds its corners."""
    lines = [[[int(p[:2]) / 100, int(p[2:]) / 100] for p in s.split()] for s in strokes]
    return [rounded(s) if smooth and len(s) > 2 else np.array(s) for s in lines]


def put(strokes, turn=0.0, scale=1.0, at=(0.5, 0.5)):
    """Turn a drawing about its middle, by degrees, and draw it smaller or larger, elsewhere.

    Points are rounded as the page rounds them.
    """
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return [((np.array(x) - 0.5) @ [[c, s], [-s, c]] * scale + at).round(4) for x in strokes]


def digits():
    """Return name → (the strokes, the digit that is meant): 60 of them."""
    ways = {
        "round": (ROUND, True, {}),
        "quick": (QUICK, False, {}),
        "slanted": (SLANTED, True, {}),
        "tiny, in a corner": (ROUND, True, {"scale": 0.12, "at": (0.9, 0.08)}),
        "huge, turned by 15°": (QUICK, False, {"scale": 1.3, "turn": 15}),
        "off the centre, turned by −15°": (
            SLANTED,
            True,
            {"turn": -15, "scale": 0.6, "at": (0.3, 0.6)},
        ),
    }
    return {
        f"{digit}, {way}": (put(points(style[digit], smooth), **how), digit)
        for way, (style, smooth, how) in ways.items()
        for digit in range(10)
    }


def scrawls():
    """Return name → strokes: 20 that are no digit, nor a letter that looks like one."""
    return {name: points(strokes, name in ROUNDED) for name, strokes in SCRAWLS.items()}


ROUNDED = {"spiral", "face", "wave", "heart"}
