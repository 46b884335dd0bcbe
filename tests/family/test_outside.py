"""Which commands leave nothing here that anything could read."""

from __future__ import annotations

import ast

import pytest
from stories import member_of, plan_of

from nb2pkg.family.plain.outside import acts_elsewhere

ELSEWHERE = [
    'subprocess.run("gcloud storage buckets create gs://b", shell=True)',
    'subprocess.run(["gcloud", "storage", "buckets", "create", f"gs://{project}"], check=False)',
    'subprocess.run(["gsutil", "mb", f"gs://{bucket}"])',
    'subprocess.run("gsutil -m rm -r gs://b/old", shell=True)',
    'subprocess.run("gsutil cp model.pkl gs://b/model.pkl", shell=True)',
    'subprocess.run("aws s3 cp model.pkl s3://b/", shell=True)',
    'subprocess.run("bq mk data", shell=True)',
    'subprocess.run("az group delete -n g", shell=True)',
    'os.system("git config --global user.name me")',
    'subprocess.run("git add . && git commit -m now && git push", shell=True)',
    'subprocess.run("docker build -t image .", shell=True)',
    'os.system("kill -9 12")',
    'subprocess.run([sys.executable, "-m", "pip", "install", "x"])',
    'subprocess.run("sudo pip install x", shell=True)',
    'subprocess.run(["bash", "-c", "gsutil mb gs://b\\nkill 3"])',
]
HERE = [
    'subprocess.run("gsutil cp gs://b/train.csv .", shell=True)',
    'subprocess.run("gsutil -m rsync gs://b data", shell=True)',
    'subprocess.run("aws s3 sync s3://b data", shell=True)',
    'subprocess.run("gcloud auth login", shell=True)',
    'subprocess.run("gcloud config set project p", shell=True)',
    'subprocess.run("bq query x > out.csv", shell=True)',
    'subprocess.run("docker cp box:/data .", shell=True)',
    'os.system("git clone https://x.org/data")',
    'os.system("git lfs pull")',
    'subprocess.run("wget https://x.org/a.zip && git config a b", shell=True)',
    'subprocess.run("unzip a.zip", shell=True)',
    'subprocess.run("mkdir -p data", shell=True)',
    "subprocess.run(command, shell=True)",
    'out = subprocess.run("kill 3", shell=True)',
    'os.makedirs("data")',
    'frame.to_csv("pip")',
    'print("docker")',
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_accounts_machines_and_processes_are_elsewhere(text: str) -> None:
    assert acts_elsewhere(text)


@pytest.mark.parametrize("text", HERE)
def test_what_brings_files_or_may_do_so_is_here(text: str) -> None:
    assert not acts_elsewhere(text)


def commands_of(cell: str) -> tuple[str, str]:
    """The stages that ``fit`` and ``explore`` run in a notebook that looks, then trains, after a cell."""
    look = "frame = pd.read_csv('a.csv')\nframe.hist()\nplt.show()"
    fit = "model = Ridge()\nmodel.fit(frame[['x']], frame.y)"
    imports = "import subprocess\nimport pandas as pd\nimport matplotlib.pyplot as plt\nfrom sklearn import Ridge"
    plan = plan_of([("md", "# A story"), imports, cell, look, fit])
    found: list[str] = []
    for command in ("fit", "explore"):
        (node,) = ast.parse(member_of(plan, command)).body
        assert isinstance(node, ast.FunctionDef)
        called = [inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call)]
        names = [one.id for one in called if isinstance(one, ast.Name) and one.id not in ("Report", "Path")]
        found.append("\n".join(member_of(plan, name) for name in names))
    return found[0], found[1]


def test_looking_changes_nothing_elsewhere() -> None:
    fit, explore = commands_of("subprocess.run('gsutil mb gs://bucket', shell=True)")
    assert "gsutil mb" in fit
    assert "gsutil mb" not in explore


def test_looking_brings_the_files_that_it_reads() -> None:
    fit, explore = commands_of("subprocess.run('gsutil cp gs://bucket/a.csv .', shell=True)")
    assert "gsutil cp" in fit
    assert "gsutil cp" in explore
