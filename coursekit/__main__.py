"""`python -m coursekit`: the command of that name, where no folder of commands is searched."""

from coursekit.command.cli import main

if __name__ == "__main__":
    main()
