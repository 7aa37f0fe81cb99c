"""Files of any name, in folders of any depth, and whose they are."""

import os

import pytest

from coursekit.teach.collecting import collect, read, whose


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("ada/01-neurons.ipynb", "ada"),
        ("ada/deep/er/homework.ipynb", "ada"),
        ("01-neurons/ada.ipynb", "ada"),
        ("01-neurons/ada/x.ipynb", "ada"),
        ("ada.ipynb", "ada"),
        ("ada 01-neurons.ipynb", "ada"),
        ("01-neurons_ada-Copy1.ipynb", "ada"),
        ("ada-01-neurons (2).ipynb", "ada"),
        ("ada.ipynb.txt", "ada"),
        ("01-neurons.ipynb", "01-neurons"),
        ("Ada Lovelace_123456_assignsubmission_file_/01-neurons.ipynb", "Ada Lovelace"),
        ("Ada Lovelace_123456_assignsubmission_file_01-neurons.ipynb", "Ada Lovelace"),
        ("lovelaceada_17_4711_01-neurons-1.ipynb", "lovelaceada"),
        ("lovelaceada_LATE_17_4711_01-neurons.ipynb", "lovelaceada"),
        ("Zoe\u0308.ipynb", "Zo\u00eb"),  # as macOS writes names
    ],
)
def test_a_file_s_place_tells_whose_it_is(place, name):
    assert whose(place).name == name


def test_the_platforms_numbers_are_kept_for_the_upload():
    assert whose("Ada L_12_assignsubmission_file_/x.ipynb").moodle == "12"
    assert whose("lovelaceada_17_4711_x.ipynb").canvas == "17"


def test_a_regular_expression_may_name_the_learner():
    assert whose("week1/s042-final.ipynb", r"(s\d+)").name == "s042"
    assert whose("week1/s042-final.ipynb", r"(?P<x>week)(?P<learner>\d)").name == "1"
    assert whose("ada/x.ipynb", "nothing like it").name == "ada"


def test_a_name_is_one_line_of_printable_text():
    assert whose("a\nb\u202e\0c/x.ipynb").name == "a�b��c"
    assert len(whose("a" * 5000 + "/x.ipynb").name) == 200


def test_only_ordinary_files_are_taken_and_no_link_is_followed(tmp_path):
    folder, elsewhere = tmp_path / "in", tmp_path / "elsewhere.ipynb"
    (folder / "ada" / ".ipynb_checkpoints").mkdir(parents=True)
    (folder / "ada" / ".ipynb_checkpoints" / "x.ipynb").write_text("{}")
    (folder / "ada" / "x.ipynb").write_text("{}")
    (folder / "ada" / "report.pdf").write_text("…")
    (folder / "bob").mkdir()
    elsewhere.write_text("{}")
    (folder / "bob" / "link.ipynb").symlink_to(elsewhere)
    (folder / "bob" / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "bob" / "pipe.ipynb")
    found = collect(folder)
    assert [file.place for file in found.notebooks] == ["ada/x.ipynb"]
    assert [(who.name, text) for who, text in found.remarks] == [
        ("ada", "ada/report.pdf: no notebook"),
        ("bob", "bob/link.ipynb: a link to another place, which is not followed"),
        ("bob", "bob/pipe.ipynb: no ordinary file"),
        ("bob", "bob/up: a link to another place, which is not followed"),
    ]
    with pytest.raises(OSError, match="symbolic"):
        read(folder / "bob" / "link.ipynb")
