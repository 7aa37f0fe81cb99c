"""Keep a benchmark's last table in README.md, each in a section of its own."""

from pathlib import Path

README = Path(__file__).with_name("README.md")


def keep(section, lines):
    """Replace what stands between the section's two marks."""
    before, start, rest = README.read_text(encoding="utf-8").partition(f"<!-- {section} -->\n")
    _, end, after = rest.partition(f"<!-- end of {section} -->\n")
    if not (start and end):
        raise ValueError(f"{README.name} has no marks for the section {section!r}")
    README.write_text(before + start + "\n".join(lines) + "\n" + end + after, encoding="utf-8")
