"""A class list: who is in the class, under which id, and under which number of the platform.

It is a text file, in any encoding and with any separator: a learner in a line, or a table whose
first line names its columns. Moodle's grading worksheet and Canvas's exported gradebook are such
tables. What it is for: an id of `variant`, a folder's name and a number of the platform meet in one
learner, and whoever handed in nothing has a row as well.
"""

import codecs
import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import chain

# what a column's title may be, in small letters, and what is read from it
COLUMNS = {
    "id": ("id", "user", "username", "user name", "login", "learner", "sis login id"),
    "name": ("name", "full name", "student"),
    "first": ("first name", "firstname"),
    "last": ("last name", "lastname", "surname"),
    "number": ("number",),
    "moodle": ("moodle", "identifier", "participant"),
    "canvas": ("canvas",),
}
CANVAS_TOO = {"student", "id", "section"}  # its gradebook, in which "ID" is its own number
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")


@dataclass(frozen=True, order=True)
class Learner:
    """Who handed something in.

    name: as class list, folder or file say it. moodle, canvas: the number there, or "".
    id: as in the class list, or "".
    """

    name: str
    moodle: str = ""
    canvas: str = ""
    id: str = ""


def text_of(path):
    """Return the text of a file that some program has written: UTF-8, UTF-16, or older."""
    content = path.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if 0 in content[:2]:  # UTF-16 without its mark
        return content.decode("utf-16-le" if content[1] == 0 else "utf-16-be", "replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue


def table_of(path):
    """Return the lines of a table as lists of cells, without the empty ones.

    The separator is the one that its first line holds most of: comma, semicolon or tab.
    """
    lines = text_of(path).lstrip("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    separator = max(",;\t", key=first.count)
    rows = ([cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator))
    return [row for row in rows if any(row)]


def read_class(path):
    """Return the Learners of a class list. Raises ValueError where two have the same id."""
    rows = table_of(path)
    titles = [title.casefold() for title in rows[0]] if rows else []
    kinds = [_kind(title, titles) for title in titles]
    if not any(kinds):  # a learner in a line
        return _distinct([Learner(row[0], id=row[0]) for row in rows], path)
    found = []
    for row in rows[1:]:
        told = {kind: cell for kind, cell in zip(kinds, row, strict=False) if kind and cell}
        whole = " ".join(told[part] for part in ("first", "last") if part in told)
        name = told.get("name") or whole or told.get("id", "")
        number = told.get("number", "")
        moodle = re.sub(r"^\D*(?=\d+$)", "", told.get("moodle", number))  # "Participant 17"
        # Canvas's second line holds the points, and its last may be a test student's
        if name and not name.startswith(("Points Possible", "Student, Test")):
            found.append(Learner(name, moodle, told.get("canvas", number), told.get("id", "")))
    return _distinct(found, path)


def _kind(title, titles):
    if title == "id" and set(titles) >= CANVAS_TOO:
        return "canvas"
    return next((kind for kind, names in COLUMNS.items() if title in names), None)


def _distinct(found, path):
    twice = [one.id for one in found if one.id and sum(one.id == x.id for x in found) > 1]
    if twice:
        raise ValueError(f"{path}: two learners have the id {twice[0]!r}")
    return found


def names(who):
    """Return what a learner may be called: id, name, its words in turned order, and the numbers.

    >>> bool(names("ada.lovelace") & names(Learner("Lovelace, Ada")))
    True
    """
    if isinstance(who, str):
        return _turned(who)
    return {*_turned(who.name), *_turned(who.id), who.moodle, who.canvas} - {""}


def words(who):
    """Return the words of a learner's name, where it has more than one."""
    told = _words(who.name)
    return set(told) if len(told) > 1 else set()


def _turned(name):
    told = _words(name)
    return {"".join(told[k:] + told[:k]) for k in range(len(told))}


def _words(name):
    """Return the words of a name in small letters, without accents."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain.casefold())


class ClassList:
    """Finds, for whom a file's place names, the learner of the class list."""

    def __init__(self, learners):
        self.learners = list(learners)
        self._by_name, self._by_word = defaultdict(set), defaultdict(set)
        for one in self.learners:
            for name in names(one):
                self._by_name[name].add(one)
            for word in words(one):
                self._by_word[word].add(one)

    def in_full(self, who):
        """Return the learner of this name, id or number, or None."""
        return self._meant(self._by_name, who)

    def known(self, who):
        """Return the learner whom `who` means, and what is doubtful about it.

        >>> ClassList([Learner("Ada Lovelace", id="al17")]).known(Learner("ada"))[0].id
        'al17'
        """
        if not self.learners:
            return who, ""
        one = self.in_full(who)
        if one:
            return one, ""
        if one := self._meant(self._by_word, who):
            return one, f"“{who.name}” is taken for {one.name}"
        return who, f"“{who.name}” is not in the class list"

    def with_all_numbers(self, whose):
        """Return place → Learner, each of them once: a number that one place tells goes to all."""
        alike = defaultdict(list)
        for one in whose.values():
            alike[one.name, one.id].append(one)
        numbers = {
            key: {kind: max(getattr(one, kind) for one in ones) for kind in ("moodle", "canvas")}
            for key, ones in alike.items()
        }
        return {place: replace(one, **numbers[one.name, one.id]) for place, one in whose.items()}

    def _meant(self, known, who):
        meant = set(chain.from_iterable(known.get(name, ()) for name in names(who)))
        if len(meant) != 1:
            return None
        (one,) = meant
        return replace(one, moodle=one.moodle or who.moodle, canvas=one.canvas or who.canvas)
