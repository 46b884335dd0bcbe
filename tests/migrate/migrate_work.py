"""Stand-ins for what the workers of a migration run."""

from __future__ import annotations

from pool_work import misbehave

from nb2pkg.migrate.folders import Claim
from nb2pkg.migrate.report import CONVERTED, Row
from nb2pkg.migrate.tasks import Job, Made, Source
from nb2pkg.model import File
from nb2pkg.options import Options
from nb2pkg.sync.lock import Lock


def claim(source: Source) -> Claim | Row:
    if "claim" in source.path:
        misbehave(source.path.split()[1])
    return Claim(source.path, source.path, source.path.rpartition("/")[2].split()[0])


def convert(job: Job) -> Made | Row:
    misbehave(job.source.path.rpartition("/")[2].split()[0])
    row = Row(job.shown, CONVERTED, job.root.rpartition("/")[2], "plain", 1)
    return Made(row, (File("a.py", b"1\n"),), Lock(job.source.path, "x", (), Options(), (("a.py", ("0",)),)))
