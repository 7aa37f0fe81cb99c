"""The workings of the Neural Networks Crash Course: the few names that its notebooks use.

They are looked up when first asked for, so that the maths can be imported without the pictures.
"""

from importlib import import_module
from typing import Any

from coursekit.lessons import TITLES, say_ready

# what spans the lessons → where it lives
_HOMES = {
    "after": "coursekit.lessons.sitting",
    "before": "coursekit.lessons.sitting",
    "learner": "coursekit.questions.session",
    "my_progress": "coursekit.lessons.course",
    "open_shared": "coursekit.lessons.opening",
    "presenting": "coursekit.pictures.presenting",
    "today": "coursekit.lessons.retrieval",
}

__all__ = [*(folder for folder in TITLES), *_HOMES]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in __all__:
        lesson = import_module(f"coursekit.lessons.{name}")
        say_ready(name)
        return lesson
    raise AttributeError(f"coursekit offers {', '.join(__all__)}, but no {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
