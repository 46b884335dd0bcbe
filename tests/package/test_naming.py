from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.errors import BadUsage
from nb2pkg.package.naming import distribution_of, names_from

NONE: frozenset[str] = frozenset()
PATTERN = re.compile(r"[a-z_][a-z0-9_]{0,63}")


@pytest.mark.parametrize(
    ("title", "file_name", "imported", "expected"),
    [
        ("Leaf disease", "leaf_disease.ipynb", NONE, "leaf_disease"),
        ("x", "Leaf Disease (final) v2.ipynb", NONE, "leaf_disease_final_v2"),
        ("x", "/home/me/leaf-disease.py", NONE, "leaf_disease"),
        ("x", "C:\\work\\leaf.ipynb", NONE, "leaf"),
        ("x", "../../evil.ipynb", NONE, "evil"),
        ("x", "../..", NONE, "x"),
        ("x", "01-mnist-hello-world.ipynb", NONE, "mnist_hello_world"),
        ("x", "3d_unet.ipynb", NONE, "nb_3d_unet"),
        ("x", "2024.ipynb", NONE, "x"),
        ("2024", "2024.ipynb", NONE, "notebook_2024"),
        ("x", "café.ipynb", NONE, "cafe"),
        ("x", "\ufb01le.ipynb", NONE, "file"),
        ("x", "\N{LEAF FLUTTERING IN WIND} leaves.ipynb", NONE, "leaves"),
        ("\N{CJK UNIFIED IDEOGRAPH-8449}", "\N{CJK UNIFIED IDEOGRAPH-8449}.ipynb", NONE, "notebook_package"),
        ("Plant Pathology 2020", "notebook.ipynb", NONE, "plant_pathology_2020"),
        ("Leaf Disease Classification with InceptionResNetV2 and more", "x.ipynb", NONE, "x"),
        (
            "Leaf Disease Classification with InceptionResNetV2 and more",
            "notebook.ipynb",
            NONE,
            "leaf_disease_classification",
        ),
        ("Plant Pathology 2020", "Untitled3.ipynb", NONE, "plant_pathology_2020"),
        ("Plant Pathology 2020", "__notebook__.ipynb", NONE, "plant_pathology_2020"),
        ("Plant Pathology 2020", "Untitled1-Copy2.ipynb", NONE, "plant_pathology_2020"),
        ("", "script.py", NONE, "notebook_package"),
        ("Notebook", "main.ipynb", NONE, "notebook_package"),
        ("x", "class.ipynb", NONE, "class_project"),
        ("x", "None.ipynb", NONE, "none_project"),
        ("x", "match.ipynb", NONE, "match_project"),
        ("x", "os.ipynb", NONE, "os_project"),
        ("x", "distutils.ipynb", NONE, "distutils_project"),
        ("x", "NUL.ipynb", NONE, "nul_project"),
        ("x", "com1.ipynb", NONE, "com1_project"),
        ("x", "tests.ipynb", NONE, "tests_project"),
        ("x", "data.ipynb", NONE, "data_project"),
        ("x", "torch.ipynb", NONE, "torch_project"),
        ("x", "scikit-learn.ipynb", NONE, "scikit_learn_project"),
        ("x", "nb2pkg.ipynb", NONE, "nb2pkg_project"),
        ("x", "My_Net.ipynb", frozenset({"my_net.layers"}), "my_net_project"),
        ("x", "--output=/x.ipynb", NONE, "x"),
        ("x", "; rm -rf ~.ipynb", NONE, "rm_rf"),
        ("x", "{{7*7}} is.ipynb", NONE, "is_project"),
        ("x", "a\nb.ipynb", NONE, "a_b"),
        ("x", "bad\udcff.ipynb", NONE, "bad"),
        ("word " * 60, "notebook.ipynb", NONE, "_".join(["word"] * 8)),
        ("x", "a" * 300 + ".ipynb", NONE, "a" * 64),
    ],
)
def test_a_notebook_gives_its_package_a_name(
    title: str, file_name: str, imported: frozenset[str], expected: str
) -> None:
    distribution, package = names_from(title, file_name, None, imported)
    assert package == expected
    assert distribution == expected.replace("_", "-")


@pytest.mark.parametrize("asked", ["leaf", "leaf-disease", "leaf_disease", "leaf2", "a" * 64])
def test_a_name_that_was_asked_for_is_taken(asked: str) -> None:
    expected = asked.replace("-", "_")
    assert names_from("x", "y.ipynb", asked, NONE) == (expected.replace("_", "-"), expected)


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("../evil", "evil"),
        ("/etc/x", "etc-x"),
        ("a/b", "a-b"),
        ("a\\b", "a-b"),
        ("..", "notebook-package"),
        ("", "notebook-package"),
        ("con", "con-project"),
        ("NUL.py", "nul-py"),
        ("class", "class-project"),
        ("None", "none-project"),
        ("os", "os-project"),
        ("-rf", "rf"),
        ("--help", "help"),
        ("$(id)", "id"),
        ("a\nb", "a-b"),
        ("a\x00", "a"),
        ("a" * 300, "a" * 64),
        ("café", "cafe"),
        ("\ufb01le", "file"),
        ("leaf.", "leaf"),
        ("leaf ", "leaf"),
        ("Leaf", "leaf"),
        ("_", "notebook-package"),
        ("_leaf", "leaf"),
        ("leaf__disease", "leaf-disease"),
        ("leaf-disease_x", "leaf-disease-x"),
        ("1leaf", "nb-1leaf"),
        ("numpy", "numpy-project"),
        ("scikit-learn", "scikit-learn-project"),
        ("mine", "mine-project"),
        ("{{x}}", "x"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_with_one_that_can(asked: str, hint: str) -> None:
    with pytest.raises(BadUsage) as refused:
        names_from("x", "y.ipynb", asked, frozenset({"mine"}))
    assert refused.value.hint == f"--name {hint}"
    assert len(str(refused.value).splitlines()) == 2
    assert names_from("x", "y.ipynb", hint, frozenset({"mine"}))[0] == hint


@given(st.text(max_size=400), st.text(max_size=400), st.frozensets(st.text(max_size=8), max_size=3))
def test_any_notebook_gets_a_usable_name(title: str, file_name: str, imported: frozenset[str]) -> None:
    distribution, package = names_from(title, file_name, None, imported)
    assert PATTERN.fullmatch(package)
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", distribution)
    assert package not in imported
    # What was found by itself can also be asked for.
    assert names_from(title, file_name, distribution, imported) == (distribution, package)


def test_a_distribution_name_has_no_odd_edges() -> None:
    assert distribution_of("_leaf__disease_") == "leaf-disease"
