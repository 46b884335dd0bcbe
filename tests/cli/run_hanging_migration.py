"""`nb2pkg`, but `migrate` never ends with notebooks that are called so."""

import sys
import time

from nb2pkg.__main__ import main
from nb2pkg.migrate import work
from nb2pkg.migrate.report import Row
from nb2pkg.migrate.tasks import Job, Made

convert_one = work.convert_one


def convert(job: Job) -> Made | Row:
    if "hang" in job.shown:
        time.sleep(600)
    return convert_one(job)


if __name__ == "__main__":
    work.convert_one = convert
    sys.exit(main())
