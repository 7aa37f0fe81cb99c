"""A question bank as QTI 2.1: a zip of one XML file a question, and a manifest that lists them.

Source: IMS Question and Test Interoperability 2.1, Information Model; IMS Content Packaging 1.1.
"""

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import jinja2

from coursekit.classroom.banks import Option

HERE = Path(__file__).with_name("templates")
MOMENT = (2020, 1, 1, 0, 0, 0)  # of each file, so that the same bank is the same bytes


def qti(lessons):
    """Return a bank as bytes. lessons: title → Items."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"identifier": _identifier, "xhtml": _xhtml}
    environment.globals["is_choice"] = lambda item: isinstance(item.answers[0], Option)
    items = [item for each in lessons.values() for item in each]
    files = {
        f"{_identifier(item.id)}.xml": environment.get_template("qti-item.xml").render(item=item)
        for item in items
    }
    manifest = environment.get_template("qti-manifest.xml").render(items=items)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"imsmanifest.xml": manifest, **files}.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), content.encode())
    return packed.getvalue()


def _identifier(id):
    return re.sub(r"[^\w-]", "-", id)


def _xhtml(text):
    """Return HTML whose empty elements are closed, and which names no entities but XML's own."""
    closed = re.sub(r"<(br|hr)>", r"<\1/>", str(text))
    named = re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w+;", lambda m: unescape(m[0]), closed)
    return jinja2.utils.markupsafe.Markup(named)
