"""What `pip install` and its like ask for."""

from __future__ import annotations

import pytest

from nb2pkg.notebook.installs import apt_packages, conda_requirements, pip_requirements
from nb2pkg.notebook.words import shell_words

PIP = [
    ("timm==1.0.9", ["timm==1.0.9"]),
    ("-q -U timm", ["timm"]),
    ("timm --upgrade --quiet --pre --no-deps", ["timm"]),
    (
        "'lightning-flash[image]' \"torchmetrics<0.8\" albumentations",
        ["lightning-flash[image]", "torchmetrics<0.8", "albumentations"],
    ),
    ("pytorch-lightning>=1.4 --quiet", ["pytorch-lightning>=1.4"]),
    ('"torch >=1.8.1,<2.8"', ["torch<2.8,>=1.8.1"]),
    ("torch==1.8.0+cu111 -f https://x.org/whl/torch_stable.html", ["torch==1.8.0+cu111"]),
    ("torch --index-url https://x.org/whl/cu118 timm", ["torch", "timm"]),
    ("torch --index-url=https://x.org/whl/cu118", ["torch"]),
    ("'a; python_version < \"3.8\"'", ['a; python_version < "3.8"']),
    ("'k @ https://github.com/o/k/archive/main.zip'", ["k @ https://github.com/o/k/archive/main.zip"]),
    ("https://github.com/o/k/archive/refs/heads/main.zip", ["k @ https://github.com/o/k/archive/refs/heads/main.zip"]),
    ("https://x.org/p/foo-1.2.tar.gz", ["foo @ https://x.org/p/foo-1.2.tar.gz"]),
    (
        "https://x.org/torch_xla-1.8-cp37-cp37m-linux_x86_64.whl",
        ["torch-xla @ https://x.org/torch_xla-1.8-cp37-cp37m-linux_x86_64.whl"],
    ),
    ("git+https://github.com/o/peft.git", ["peft @ git+https://github.com/o/peft.git"]),
    ("git+https://github.com/o/peft.git@v1", ["peft @ git+https://github.com/o/peft.git@v1"]),
    ("git+https://github.com/o/c@main#egg=other", ["other @ git+https://github.com/o/c@main"]),
    ("'git+https://github.com/o/c#egg=d&subdirectory=e'", ["d @ git+https://github.com/o/c#subdirectory=e"]),
    ("-e git+https://github.com/o/c.git#egg=wandb", ["wandb @ git+https://github.com/o/c.git"]),
    ("git+ssh://git@github.com/o/c.git", ["c @ git+ssh://git@github.com/o/c.git"]),
    ("git+https://TOKEN@github.com/o/c.git", ["c @ git+https://github.com/o/c.git"]),
    ("'c @ git+https://u:TOKEN@github.com/o/c.git'", ["c @ git+https://github.com/o/c.git"]),
    ("torch=={version}", ["torch"]),
    ("torch==$version", ["torch"]),
    ("nltk, tqdm", ["nltk", "tqdm"]),
    ("a a b", ["a", "b"]),
    ("-r requirements.txt", []),
    ("-c constraints.txt a", ["a"]),
    ("-e .", []),
    (". ./here ../there/x-1.0-py3-none-any.whl /tmp/x.whl", []),
    ("--upgrade pip setuptools", ["setuptools"]),
    ("{package} $package", []),
    ("a==", []),
    ("https://[bad", []),
    ("a # b", ["a"]),
    ("", []),
]


@pytest.mark.parametrize(("arguments", "requirements"), PIP)
def test_pip_install_asks_for(arguments: str, requirements: list[str]) -> None:
    assert list(pip_requirements(shell_words(arguments))) == requirements


@pytest.mark.parametrize(
    ("arguments", "requirements"),
    [
        ("-y rdkit", ["rdkit"]),
        ("-c conda-forge -y rdkit=2020.09", ["rdkit==2020.09.*"]),
        ("conda-forge::openmm=7.5.1", ["openmm==7.5.1.*"]),
        ("a==1.0 'b>=2' c=1.* d=1=py_0", ["a==1.0", "b>=2", "c==1.*", "d==1.*"]),
        ("-n env python=3.8 pip numpy", ["numpy"]),
        ("--file x.txt", []),
    ],
)
def test_conda_install_asks_for(arguments: str, requirements: list[str]) -> None:
    assert list(conda_requirements(shell_words(arguments))) == requirements


@pytest.mark.parametrize(
    ("arguments", "packages"),
    [("-y ffmpeg libsm6", ["ffmpeg", "libsm6"]), ("-o X=1 -qq a=1.0 b/stable", ["a", "b"]), ("./x.deb $p", [])],
)
def test_apt_install_asks_for(arguments: str, packages: list[str]) -> None:
    assert list(apt_packages(shell_words(arguments))) == packages
