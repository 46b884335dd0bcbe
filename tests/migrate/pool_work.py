"""What the workers of these tests run; a module of its own, since workers import it."""

from __future__ import annotations

import os
import signal
import sys
import time
import warnings

SECRET = "hf_" + "Zk4" * 11


def double(number: int) -> int:
    return 2 * number


def noisy(number: int) -> int:
    print("printed")
    sys.stderr.write("written")
    os.system("echo from a child; echo from a child >&2")
    warnings.warn("warned", stacklevel=1)
    return 2 * number


def misbehave(how: str) -> object:
    match how:
        case "hang":
            time.sleep(600)
        case "hang and ignore":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(600)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(3)
        case "leave":
            raise SystemExit(5)
        case "crash":
            raise KeyError(SECRET)
        case "recurse":
            misbehave("recurse")
        case "unpicklable":
            return lambda: 1
    return how
