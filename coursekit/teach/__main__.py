"""`python -m coursekit.teach` is `coursekit`."""

from coursekit.teach.cli import main

if __name__ == "__main__":
    main()
