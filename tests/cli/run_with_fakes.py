"""`nb2pkg` with the stand-in for the pipeline, as a program."""

import sys

import cli_fakes

cli_fakes.install()

from nb2pkg.__main__ import main  # noqa: E402

sys.exit(main())
