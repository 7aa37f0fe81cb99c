"""Lesson 7: the course's questions once more, unaided, on fresh numbers."""

from coursekit.lessons import offer

PICTURES = {
    "progress_map": "progress_map_picture",
}

__getattr__, __dir__ = offer(__name__, PICTURES, ("summary", "another", "certainty"))
