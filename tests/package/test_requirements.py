from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from nb2pkg.package import distributions
from nb2pkg.package.pins import contradicts, read_pin, within
from nb2pkg.package.requirements import imported_modules, requirements_of, settle_requirements
from nb2pkg.package.stdlib import STANDARD_LIBRARY

CLI = "jsonargparse[signatures]>=4.39,<5"
TORCH = "torch>=2.1"


@pytest.mark.parametrize(
    ("imports", "pip", "expected"),
    [
        (["numpy"], [], ["numpy"]),
        (["os", "gc", "pprint", "distutils.core", "imp", "tomllib", "urllib2", "__future__"], [], []),
        (["PIL.Image", "cv2", "sklearn.svm", "yaml"], [], ["opencv-python", "pillow", "pyyaml", "scikit-learn"]),
        (["google.cloud.bigquery", "google.colab.drive"], [], ["google-cloud-bigquery"]),
        (["kaggle_secrets", "kaggle_datasets", "learntools.core"], [], []),
        (["mpl_toolkits.mplot3d", "matplotlib.pyplot"], [], ["matplotlib"]),
        (["timm"], ["timm==1.0.9"], ["timm==1.0.9"]),
        (["skimage.io"], ["Scikit_Image>=0.20,<1"], ["scikit-image>=0.20,<1"]),
        (["timm"], ["timm==1.0.9", "timm"], ["timm==1.0.9"]),
        (["timm"], ["timm==1.0.9", "timm==1.0.11"], ["timm==1.0.11"]),
        ([], ["ray[tune]", "ray[rllib]==2.9"], ["ray[rllib,tune]==2.9"]),
        (["cv2"], ["opencv-python-headless"], ["opencv-python-headless"]),
        (["faiss"], ["faiss-gpu==1.7.2"], ["faiss-gpu==1.7.2"]),
        (["tensorflow.keras"], ["tensorflow-cpu"], ["tensorflow-cpu"]),
        (["sklearn"], ["sklearn"], ["scikit-learn"]),
        ([], ["pip", "pathlib", "dataclasses", "kaleido"], ["kaleido"]),
        ([], ["not a requirement !!", "-r requirements.txt"], []),
        (["fancy_thing"], ["fancy-thing==0.1"], ["fancy-thing==0.1"]),
        (["lib"], ["lib @ git+https://example.org/lib"], ["lib @ git+https://example.org/lib"]),
        (["utils", "helpers", "my_net"], [], []),
        (["torch.utils.tensorboard"], [], ["tensorboard", "torch"]),
        (["tqdm.notebook"], [], ["ipywidgets", "tqdm"]),
        # several lines for one distribution are one
        (["numpy"], ["numpy<3.0", "numpy"], ["numpy<3.0"]),
        ([], ["numpy", "numpy<3.0"], ["numpy<3.0"]),
        ([], ["numpy<3.0", "numpy>=1.20"], ["numpy>=1.20,<3.0"]),
        ([], ["numpy<3.0", "numpy<2"], ["numpy<2"]),
        ([], ["numpy==1.26.4", "numpy<3.0"], ["numpy==1.26.4"]),
        ([], ["a!=1.5,>=1", "a>=1,<3"], ["a>=1,!=1.5,<3"]),
        ([], ["a~=1.4", "a>=1.6"], ["a~=1.4,>=1.6"]),
        ([], ["a~=1.4", "a>=1.2"], ["a~=1.4"]),
        ([], ["a==2.*", "a>=2.4"], ["a==2.*,>=2.4"]),
        ([], ["a<1", "a>2"], ["a>2"]),
        ([], ["lib @ https://example.org/lib", "lib>=2"], ["lib>=2"]),
        ([], ["lib>=2", "lib @ https://example.org/lib"], ["lib @ https://example.org/lib"]),
        # what is needed is needed on every machine
        (["a"], ["a>=1 ; sys_platform == 'win32'"], ["a>=1"]),
        (["numpy"], ["numpy<1 ; python_version < '3.9'"], ["numpy"]),
        ([], ["a<1 ; python_version < '3.9'"], []),
        ([], ["a ; python_version >= '3.6'"], ["a"]),
        ([], ["a ; sys_platform == 'win32'", "a>1 ; sys_platform == 'linux'"], ["a>1"]),
        ([], ["pywin32 ; sys_platform == 'win32'"], ['pywin32 ; sys_platform == "win32"']),
    ],
)
def test_imports_and_pip_lines_become_requirements(imports: list[str], pip: list[str], expected: list[str]) -> None:
    assert [line for line in requirements_of(imports, pip) if line != CLI] == expected


@pytest.mark.parametrize(
    ("imports", "pip", "expected", "said"),
    [
        (["lightning.pytorch"], [], [CLI, "lightning>=2.4,<3", TORCH], ""),
        (["lightning"], ["lightning==2.5.1"], [CLI, "lightning==2.5.1", TORCH], ""),
        (["lightning"], ["lightning>=2.5"], [CLI, "lightning>=2.5,<3", TORCH], ""),
        (["lightning"], ["lightning==1.9.0"], [CLI, "lightning>=2.4,<3", TORCH], "lightning==1.9.0"),
        (["lightning"], ["lightning<2"], [CLI, "lightning>=2.4,<3", TORCH], "lightning<2"),
        (["torch"], ["torch>=1.8.1,<2.8"], [CLI, "lightning>=2.4,<3", "torch>=2.1,<2.8"], ""),
        (["torch"], ["torch ; sys_platform == 'linux'"], [CLI, "lightning>=2.4,<3", TORCH], ""),
        (["torch"], ["torch==2.3.1"], [CLI, "lightning>=2.4,<3", "torch==2.3.1"], ""),
        (["torch"], ["torch==1.7.1"], [CLI, "lightning>=2.4,<3", TORCH], "torch==1.7.1"),
        (
            ["torch", "torchvision.transforms"],
            ["torch==1.7.1", "torchvision==0.8.2"],
            [CLI, "lightning>=2.4,<3", TORCH, "torchvision"],
            "torchvision==0.8.2 goes with a torch before 2.1",
        ),
        ([], ["jsonargparse==4.10"], [CLI, "lightning>=2.4,<3", TORCH], "jsonargparse==4.10"),
        ([], ["jsonargparse[all]"], ["jsonargparse[all,signatures]>=4.39,<5", "lightning>=2.4,<3", TORCH], ""),
    ],
)
def test_the_command_line_gets_versions_it_runs_with(
    imports: list[str], pip: list[str], expected: list[str], said: str
) -> None:
    settled = settle_requirements(imports, pip, lightning="lightning.pytorch")
    assert list(settled.lines) == expected
    assert said in " ".join(note.text for note in settled.notes)
    assert bool(said) == bool(settled.notes)


def test_the_old_style_of_import_gets_the_old_style_of_distribution() -> None:
    lines = requirements_of(["pytorch_lightning", "torch"], [], lightning="pytorch_lightning")
    assert lines == (CLI, "pytorch-lightning>=2.4,<3", TORCH)


@pytest.mark.parametrize(
    "pip", [["numpy<3.0", "numpy"], ["numpy>=1.2", "numpy<3"], ["lib @ https://example.org/lib", "lib"]]
)
def test_lines_that_agree_need_no_remark(pip: list[str]) -> None:
    assert settle_requirements([], pip).notes == ()


@pytest.mark.parametrize(
    ("imports", "pip", "said"),
    [
        (["my_net"], [], "no such file lies beside the notebook and no known distribution"),
        (["utils"], [], "not required; put what it needs into the package's dependencies"),
        (["apex.amp", "apex.optimizers"], [], "import apex: what brings it lies on no package index under that name"),
        ([], ["a b c"], "not understood"),
        ([], ["timm==1", "timm==2"], "the later pip line holds: timm==2, not timm==1"),
        ([], ["a<1", "a>2"], "the later pip line holds: a>2, not a<1"),
        ([], ["a<1 ; python_version < '3.9'"], "applies to no Python that the package is for"),
        ([], ["pathlib"], "part of Python"),
    ],
)
def test_what_was_decided_for_the_user_is_said(imports: list[str], pip: list[str], said: str) -> None:
    assert [said in note.text for note in settle_requirements(imports, pip).notes] == [True]


@pytest.mark.parametrize(
    ("imports", "pip"), [(["clip"], ["clip @ git+https://example.org/CLIP.git"]), (["google.colab.drive"], [])]
)
def test_what_is_on_no_index_needs_no_remark_where_it_is_installed_or_a_platforms(
    imports: list[str], pip: list[str]
) -> None:
    assert settle_requirements(imports, pip).notes == ()


def test_a_module_that_is_found_nowhere_may_lie_on_a_path_of_the_running_notebook() -> None:
    (note,) = settle_requirements(["helper"], elsewhere=True).notes
    assert "the notebook sets sys.path when it runs" in note.text
    (note,) = settle_requirements(["helper"]).notes
    assert "sys.path" not in note.text


def test_local_files_are_no_requirements_and_need_no_remark() -> None:
    settled = settle_requirements(["my_net.layers", "utils"], local=["my_net", "utils"])
    assert settled.lines == (CLI,)
    assert settled.notes == ()


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["import os, numpy as np"], ("numpy", "os")),
        (["from google.cloud import bigquery"], ("google.cloud.bigquery",)),
        (["from torch.nn import *"], ("torch.nn",)),
        (["from . import x", "from .a import b"], ()),
        (["try:\n    import a.b\nexcept ImportError:\n    import c"], ("a.b", "c")),
    ],
)
def test_import_statements_reach_modules(statements: list[str], expected: tuple[str, ...]) -> None:
    assert imported_modules(statements) == expected


def test_the_table_is_large_sorted_and_free_of_the_standard_library() -> None:
    names = list(distributions.DISTRIBUTIONS)
    assert len(names) >= 250
    assert names == sorted(names)
    assert not {name for name in names if name in STANDARD_LIBRARY}


@pytest.mark.parametrize("table", [distributions.DISTRIBUTIONS, distributions.ALSO_NEEDED, distributions.ALTERNATIVES])
def test_every_name_of_the_tables_is_one_that_pip_takes(table: dict[str, tuple[str, ...]]) -> None:
    for lines in table.values():
        for line in lines:
            pin = read_pin(line)
            assert pin is not None, line
            assert pin.line == line.replace(pin.name, canonicalize_name(pin.name)) or "." in line


@pytest.mark.parametrize(
    ("specifier", "bounds", "expected"),
    [
        ("==2.5.1", ">=2.4,<3", False),
        ("==1.9", ">=2.4,<3", True),
        ("<2", ">=2.4,<3", True),
        ("<2.4", ">=2.4", True),
        ("<=2.4", ">=2.4", False),
        (">2,<2.5", ">=2.4", False),
        ("~=2.4.0", ">=2.5", True),
        ("~=2.1", ">=2.5", False),
        ("==2.*", ">=2.4,<3", False),
        ("==1.*", ">=2.4", True),
        (">=3", "<3", True),
        ("!=2.4", ">=2.4,<3", False),
        ("===1.0-odd", ">=2", True),
        ("==2.1.0+cu118", ">=2.1", False),
    ],
)
def test_contradictions_are_found(specifier: str, bounds: str, expected: bool) -> None:
    assert contradicts(specifier, bounds) is expected


versions = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda pair: f"{pair[0]}.{pair[1]}")
ranges = st.tuples(st.sampled_from([">=", "<", "<=", ">", "==", "~="]), versions).map("".join)


@given(ranges, ranges, versions)
def test_no_version_that_satisfies_both_is_called_a_contradiction(one: str, other: str, version: str) -> None:
    if SpecifierSet(f"{one},{other}").contains(version):
        assert not contradicts(one, other)
        assert SpecifierSet(within(one, other)).contains(version)


@given(st.permutations(["timm", "cv2", "PIL", "numpy", "sklearn", "my_net"]))
def test_the_order_of_imports_changes_nothing(imports: list[str]) -> None:
    expected = settle_requirements(sorted(imports), ["timm==1"])
    assert settle_requirements(imports, ["timm==1"]) == expected
    assert all(Requirement(line) for line in expected.lines)
