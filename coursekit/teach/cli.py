"""`coursekit`: what a teacher types.

Subcommands are a table: a name, the module whose `command(arguments)` does it, and a line of help.
"""

import sys
from importlib import import_module

COMMANDS = {
    "grade": ("coursekit.teach.grade_command", "grade a folder of handed-in notebooks"),
    "key": ("coursekit.teach.keys", "write a lesson with every question answered"),
    "variant": ("coursekit.teach.variants", "write a copy and a key for each learner"),
}


def main(arguments=None):
    """Run a subcommand; its return value is the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0] not in COMMANDS:
        asked_for_help = bool(arguments) and arguments[0] in ("-h", "--help")
        print(_help(), file=sys.stdout if asked_for_help else sys.stderr)
        raise SystemExit(0 if asked_for_help else 2)
    module, _ = COMMANDS[arguments[0]]
    raise SystemExit(import_module(module).command(arguments[1:]))


def _help():
    lines = [f"  coursekit {name:<8} {told}" for name, (_, told) in COMMANDS.items()]
    return "\n".join(["What would you like to do?", *lines, "Add --help to see how."])
