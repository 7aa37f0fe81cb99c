"""A question bank as GIFT, the text form that Moodle imports and exports.

Source: Moodle's question/format/gift/format.php and its page "GIFT format".
"""

import re

from coursekit.classroom.banks import Option

SPECIAL = re.compile(r"([\\~=#{}:])")


def gift(lessons):
    """Return a bank as text. lessons: title → Items."""
    blocks = []
    for title, items in lessons.items():
        blocks.append(f"$CATEGORY: $course$/top/Neural networks/{title.replace('/', ' ')}")
        blocks += [_question(item) for item in items]
    return "\n\n".join(blocks) + "\n"


def _question(item):
    answers = [_option(a) if isinstance(a, Option) else _number(a) for a in item.answers]
    kind = "" if isinstance(item.answers[0], Option) else "#"
    lines = [*answers, f"####{_plain(item.solution)}"]
    return (
        f"::{_plain(item.title)}::[html]{_plain(item.text)} {{{kind}\n" + "\n".join(lines) + "\n}"
    )


def _option(answer):
    return f"{'=' if answer.right else '~'}{_plain(answer.text)} #{_plain(answer.says)}"


def _number(answer):
    weight = "" if answer.right else "%0%"
    return f"={weight}{answer.value!r}:{answer.within:.3g} #{_plain(answer.says)}"


def _plain(text):
    """Return HTML on one line, with what GIFT takes for its own signs marked as none."""
    return SPECIAL.sub(r"\\\1", str(text)).replace("\n", r"\n")
