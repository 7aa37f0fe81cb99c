"""The pages that grading writes: the class map, a page a learner, and one for the teacher.

They are for a projector or a printer, in light and dark. The class map shows first the slips that
most have made, then every question against every learner, then each question with its slips.
Learners stand in the order of their points, and their names are hidden until one asks for them. A
learner's page gives the same feedback as the notebook, and no remarks: those are for the teacher.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from coursekit.classroom.records import TO_RUN
from coursekit.classroom.rules import shown_points
from coursekit.classroom.sheet import many
from coursekit.page.cards import marked_up
from coursekit.questions.choice import Choice
from coursekit.questions.function import Function
from coursekit.questions.outcome import EXPLAINED, NOT_YET, NOTED, RIGHT, RIGHT_GIVEN
from coursekit.questions.session import CARDS
from coursekit.questions.words import Words
from coursekit.questions.writing import say

HERE = Path(__file__).with_name("templates")
# outcome → its class, its words, and the height of its mark: it shows without colour as well
MARKS = {
    RIGHT: ("right", "right", 1.0),
    RIGHT_GIVEN: ("right-given", "right, given an earlier answer", 1.0),
    NOTED: ("noted", "in own words", 0.7),
    NOT_YET: ("not-yet", "not yet", 0.45),
    EXPLAINED: ("explained", "not readable as an answer", 0.45),
    TO_RUN: ("to-run", TO_RUN, 0.25),
    "": ("blank", "no answer", 0.12),
}
TALKED_OF = 5  # slips at the top of the class map
LISTED = 4  # slips of each question
NAMED = 45  # with more learners, names have no place over their columns
LOST_CHOICE = " One that was pressed after the page was loaded anew is not: press again, and save."


def class_map(sheet):
    """Return the class map."""
    rows = in_order(sheet)
    slips = [(count, q, slip) for q in sheet.questions for slip, count in sheet.slips(q)]
    talk = sorted((told for told in slips if told[0] > 1), key=lambda told: -told[0])[:TALKED_OF]

    def slips_of(question):
        """Return the slips to list, and how many learners went wrong in another way."""
        told = sheet.slips(question)
        wrong = [row for row in rows if row.outcome(question) in (NOT_YET, EXPLAINED)]
        listed = [(_slip(question, slip), count) for slip, count in told[:LISTED]]
        return listed, len(wrong) - sum(count for _, count in listed)

    def shares(question):
        """Yield the outcomes with where their shares begin, and how many they are."""
        x, outcomes = 0, [row.outcome(question) for row in rows]
        for outcome in MARKS:
            if count := outcomes.count(outcome):
                yield outcome, x, count
                x += count

    return _page(
        "class-map.html",
        sheet,
        rows=rows,
        named=len(rows) <= NAMED,
        met={row.outcome(question) for row in rows for question in sheet.questions},
        talk=[(count, question, _slip(question, slip)) for count, question, slip in talk],
        slip_of=lambda row, q: row.outcome(q) and _slip(q, row.answers[q.id].slip),
        slips_of=slips_of,
        shares=shares,
        done=lambda q: (
            sum(bool(row.outcome(q)) for row in rows) if isinstance(q, Words) else sheet.right(q)
        ),
    )


def in_order(sheet):
    """Return the rows as they stand in the class map: those with most points first."""
    return sorted(sheet.present, key=lambda row: (-sheet.score(row), row.learner.name.casefold()))


def _slip(question, slip):
    """Return a slip as it stands after a number of learners."""
    return f"chose “{slip}”" if slip and isinstance(question, Choice) else slip


def learner_page(sheet, row):
    """Return a learner's page."""
    functions = [q for q in sheet.questions if isinstance(q, Function)]
    return _page("learner.html", sheet, row=row, functions=functions, asked=_asked, chosen=_chosen,
                 nothing=_nothing, CARDS=CARDS)  # fmt: skip


def _asked(question, answer):
    """Return a question's text with the numbers that were asked."""
    try:
        whose = (answer.learner, answer.variant, answer.version) if answer else ()
        return prose(say(question.question, question.numbers(*whose)))
    except RuntimeError:  # a record may name a variant for which no numbers can be drawn
        return prose(say(question.question, question.numbers()))


def _chosen(question, answer):
    """Return an answer as text: of a choice, what its letter stands for."""
    if not isinstance(question, Choice):
        return answer.shown
    option = question.lettered(answer.learner, answer.variant).get(answer.shown)
    return f"{answer.shown}: {option.text}" if option else answer.shown


def _nothing(question):
    return f"No choice is saved.{LOST_CHOICE}" if isinstance(question, Choice) else "No answer."


def teacher_page(sheet):
    """Return the teacher's page."""
    return _page("teacher.html", sheet)


@cache
def _environment():
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "file_name": file_name,
        "points": shown_points,
        "many": lambda things, one: many(len(things), one),
        "shortened": lambda text, most: text if len(text) <= most else f"{text[: most - 1]}…",
        "marked": lambda text: Markup(marked_up(text)),
    }
    style = (HERE / "page.css").read_text(encoding="utf-8")
    environment.globals |= {"MARKS": MARKS, "css": Markup(style)}
    return environment


def _page(name, sheet, **more):
    told = {"titles": " and ".join(sheet.lessons.values()) or "no lesson"}
    told["in_words"] = [q for q in sheet.questions if isinstance(q, Words)]
    return _environment().get_template(name).render(sheet=sheet, **told, **more)


def prose(markdown):
    """Return a question's Markdown as HTML: paragraphs, quotes, lists, code, emphasis.

    >>> print(prose("What is **z**, for `a < 1`?"))
    <p>What is <strong>z</strong>, for <code>a &lt; 1</code>?</p>
    """
    blocks = re.split(r"```(?:python)?\n(.*?)```", markdown, flags=re.DOTALL)
    told = []
    for place, block in enumerate(blocks):
        if place % 2:
            told.append(f"<pre>{escape(block.rstrip())}</pre>")
        else:
            paragraphs = re.split(r"\n\s*\n", block)
            told += [_paragraph(part.strip()) for part in paragraphs if part.strip()]
    return Markup("\n".join(told))


def _paragraph(part):
    lines = part.split("\n")
    if all(line.startswith("> ") for line in lines):
        return f"<blockquote><p>{_inline(' '.join(line[2:] for line in lines))}</p></blockquote>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{_inline(part)}</p>"


def _inline(part):
    told = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked_up(part))
    return re.sub(r"(?<![*\w])\*([^*\s][^*]*)\*(?![*\w])", r"<em>\1</em>", told)


def file_name(learner):
    """Return a learner's page's name: safe everywhere, and no one else's.

    >>> from coursekit.classroom.class_list import Learner
    >>> file_name(Learner("../<Ada>"))
    'ada-36675ca3.html'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", learner.name.lower()).strip("-")[:40] or "learner"
    whole = "/".join((learner.name, learner.moodle, learner.canvas)).encode("utf-8", "replace")
    return f"{plain}-{hashlib.sha256(whole).hexdigest()[:8]}.html"
