"""`neural-networks-crash-course`, or `coursekit`: one command to learn with, and to teach.

Commands are a table: a name, the module whose `command(arguments)` does it and returns the exit
code, and a line of help. A module is imported when its command is asked for, so that help comes at
once and no learner loads the classroom.
"""

import sys
from importlib import import_module
from pathlib import Path

DISTRIBUTION = "neural-networks-crash-course"
COMMANDS = {
    "start": ("coursekit.command.start", "open the lessons in JupyterLab, copied into a folder"),
    "update": ("coursekit.command.update", "bring newer lessons into that folder, and keep work"),
    "where": ("coursekit.command.where", "say where lessons and progress are, and all versions"),
    "grade": ("coursekit.classroom.grade_command", "grade a folder of handed-in notebooks"),
    "key": ("coursekit.classroom.keys", "write a lesson with every question answered"),
    "variant": ("coursekit.classroom.variants", "write a copy and a key for each learner"),
    "export": ("coursekit.classroom.export_command", "write lessons and questions for an LMS"),
}
TEACHERS = ("grade", "key", "variant", "export")
MODULE = "python -m coursekit"


def main(arguments=None):
    """Run a command, `start` if none is named; its return value is the exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):  # whatever learners wrote is printed on any terminal
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if arguments in (["-h"], ["--help"]):
        print(_help())
        raise SystemExit(0)
    if arguments == ["--version"]:
        from importlib.metadata import version  # it takes longer than all the rest

        print(f"{DISTRIBUTION} {version(DISTRIBUTION)}")
        raise SystemExit(0)
    if not arguments or arguments[0].startswith("-"):
        arguments = ["start", *arguments]
    name, *rest = arguments
    if name not in COMMANDS:
        _refuse(f"{name!r} is none of {', '.join(COMMANDS)}; see {called()} --help")
    if name in TEACHERS and called() == MODULE:
        # So started, Python looks for its modules where hand-ins lie, before anywhere else.
        _refuse(f"type coursekit {' '.join(arguments)}: {MODULE} would run files of this folder")
    try:
        raise SystemExit(import_module(COMMANDS[name][0]).command(rest))
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def called():
    """Return how this program was started, as one types it."""
    name = Path(sys.argv[0]).stem
    return MODULE if name == "__main__" else name if name == DISTRIBUTION else "coursekit"


def sorry(name, reason):
    """Say on stderr in one line why a command cannot be done; return the exit code for that."""
    print(f"{called()} {name}: {reason}", file=sys.stderr)
    return 1


def _refuse(text):
    print(f"{called()}: {text}", file=sys.stderr)
    raise SystemExit(2)


def _help():
    def lines(names):
        return [f"  {called()} {name:<8} {COMMANDS[name][1]}" for name in names]

    learners = [name for name in COMMANDS if name not in TEACHERS]
    return "\n".join(
        [
            "Six lessons and a review on neural networks, in notebooks.",
            "\nTo learn:",
            *lines(learners),
            "\nTo teach:",
            *lines(TEACHERS),
            f"\nWithout a command, {called()} starts. Add --help to a command to see how, or type",
            f"  {called()} --version",
        ]
    )
