"""Files of any name, in folders of any depth, and whose they are."""

import os

import pytest

from coursekit.classroom.handed_in import collect, content_of, owners

MOODLE = "Ada Lovelace_123456_assignsubmission_file"
# places of one download → the learners they name, one each; the last tells whether it is doubtful
LAYOUTS = [
    (["ada/01-neurons.ipynb"], ["ada"], False),
    (["ada/deep/er/homework.ipynb"], ["ada"], False),
    (["01-neurons/ada.ipynb"], ["ada"], False),
    (["01-neurons/ada/x.ipynb"], ["ada"], False),
    (["ada/01-neurons/x.ipynb"], ["ada"], False),
    (["ada.ipynb"], ["ada"], False),
    (["ada.ipynb.txt"], ["ada"], False),
    (["ada"], ["ada"], False),
    (["ada 01-neurons.ipynb"], ["ada"], False),
    (["01_neurons_nina.ipynb"], ["nina"], False),
    (["neurons-nina.ipynb"], ["nina"], False),
    (["02 matrix activation Bob.ipynb"], ["Bob"], False),
    (["Costa.ipynb"], ["Costa"], False),
    (["04b-backpropagation ada.ipynb"], ["ada"], False),
    (["05b_reading_digits/ada/x.ipynb"], ["ada"], False),
    (["Zoe\u0308.ipynb"], ["Zo\u00eb"], False),  # as macOS writes names
    (["01-neurons_ada-Copy1.ipynb"], ["ada"], False),
    (["ada-01-neurons (2).ipynb"], ["ada"], False),
    (["Copy of ada 01-neurons.ipynb"], ["ada"], False),
    (["Copy (2) of 01-neurons ada.ipynb"], ["ada"], False),
    (["Kopie von 01-neurons_ada.ipynb"], ["ada"], False),
    (["01-neurons ada - Copy.ipynb"], ["ada"], False),
    (["01-neurons ada - Copy (2).ipynb"], ["ada"], False),
    (["01-neurons ada – Kopie.ipynb"], ["ada"], False),
    (["01-neurons ada copy 2.ipynb"], ["ada"], False),
    (["ada_copy.ipynb"], ["ada"], False),
    (["Copyright.ipynb"], ["Copyright"], False),
    ([f"{MOODLE}_/01-neurons.ipynb"], ["Ada Lovelace"], False),
    ([f"{MOODLE}/01-neurons.ipynb"], ["Ada Lovelace"], False),
    ([f"{MOODLE}_01-neurons.ipynb"], ["Ada Lovelace"], False),
    ([f"7b-Test 1-4711/{MOODLE}/deep/x.ipynb"], ["Ada Lovelace"], False),
    (["Ada_12_assignsubmission_onlinetext/onlinetext.html"], ["Ada"], False),
    (["lovelaceada_17_4711_01-neurons-1.ipynb"], ["lovelaceada"], False),
    (["lovelaceada_LATE_12345_678910_01-neurons-1.ipynb"], ["lovelaceada"], False),
    (["submissions/lovelaceada_17_4711_x.ipynb", "submissions/noetheremmy_18_4712_x.ipynb"],
     ["lovelaceada", "noetheremmy"], True),
    (["01-neurons.ipynb"], ["01-neurons"], True),
    (["01-neurons (1).ipynb"], ["01-neurons (1)"], True),
    (["Klasse 7b/ada/x.ipynb", "Klasse 7b/bob/x.ipynb"], ["ada", "bob"], True),
    (["Klasse 7b/ada/x.ipynb", "Klasse 7c/bob/x.ipynb"], ["ada", "bob"], True),
    (["7b/ada.ipynb", "8a/bob.ipynb"], ["ada", "bob"], True),
    (["anything/ada.ipynb", "anything/bob.ipynb"], ["ada", "bob"], True),
    (["anything/ada/x.ipynb", "anything/bob/y.ipynb"], ["ada", "bob"], True),
    (["group 1/01-neurons.ipynb", "group 2/01-neurons.ipynb"], ["group 1", "group 2"], False),
    (["ada/1/x.ipynb", "ada/2/x.ipynb"], ["ada", "ada"], False),
    (["ada/x.ipynb", "bob.ipynb"], ["ada", "bob"], False),
    (["a\nb\u202e\0c/x.ipynb"], ["a�b��c"], False),
]  # fmt: skip


@pytest.mark.parametrize(("places", "names", "doubtful"), LAYOUTS, ids=lambda x: str(x)[:40])
def test_a_file_s_place_tells_whose_it_is_and_what_is_doubtful_is_told(places, names, doubtful):
    whose, told = owners(places)
    assert [whose[place].name for place in places] == names
    assert bool(told) == doubtful, told


def test_the_platforms_numbers_are_kept_for_the_upload():
    moodle, canvas = f"{MOODLE}/x.ipynb", "lovelaceada_17_4711_x.ipynb"
    whose, _ = owners([moodle, canvas])
    assert (whose[moodle].moodle, whose[canvas].canvas) == ("123456", "17")


@pytest.mark.parametrize(
    ("place", "pattern", "name"),
    [
        ("week1/s042-final.ipynb", r"(s\d+)", "s042"),
        ("week1/s042-final.ipynb", r"(?P<x>week)(?P<learner>\d)", "1"),
        ("ada/x.ipynb", "nothing like it", "ada"),
    ],
)
def test_a_regular_expression_may_name_the_learner(place, pattern, name):
    assert owners([place], pattern)[0][place].name == name


def test_only_ordinary_files_are_taken_and_no_stray_is_a_learner(tmp_path):
    folder, elsewhere = tmp_path / "in", tmp_path / "elsewhere.ipynb"
    elsewhere.write_text("{}")
    for place in (
        *("ada/x.ipynb", "ada/report.pdf", "ada/.ipynb_checkpoints/x.ipynb", "bob/y.ipynb"),
        *("__MACOSX/ada/._x.ipynb", ".DS_Store", "Thumbs.db", "ada/desktop.ini", "~$class.xlsx"),
        *("README.md", "class.xlsx", "notes/plan.pdf", "carl/work.7z"),
        "Dora_7_assignsubmission_file/essay.pdf",
    ):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text("{}")
    (folder / "bob" / "link.ipynb").symlink_to(elsewhere)
    (folder / "bob" / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "bob" / "pipe.ipynb")
    found = collect(folder)
    assert [file.place for file in found.notebooks] == ["ada/x.ipynb", "bob/y.ipynb"]
    assert sorted((who.name, text) for who, text in found.remarks) == [
        ("Dora", "Dora_7_assignsubmission_file/essay.pdf: no notebook"),
        ("ada", "ada/report.pdf: no notebook"),
        ("bob", "bob/link.ipynb: a link to another place, which is not followed"),
        ("bob", "bob/pipe.ipynb: no ordinary file"),
        ("bob", "bob/up: a link to another place, which is not followed"),
        ("carl", "carl/work.7z: an archive; unpack it first"),
    ]
    assert found.told == [
        f"{x}: no notebook" for x in ("README.md", "class.xlsx", "notes/plan.pdf")
    ]
    with pytest.raises(OSError, match="symbolic"):
        content_of(folder / "bob" / "link.ipynb")
