"""What a kernel has loaded before the first cell runs: no file beside the notebook can take the place of these."""

from __future__ import annotations

# Seen in ipykernel on Python 3.11, without what begins with an underscore.
_SEEN = """
abc argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 calendar cmd code codecs codeop
collections concurrent contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime decimal dis email
encodings enum errno faulthandler fcntl fnmatch functools genericpath getopt getpass gettext glob gzip hashlib heapq
hmac html http importlib inspect io ipaddress itertools json keyword linecache locale logging lzma marshal math
mimetypes ntpath numbers opcode operator os pathlib pdb pickle pkgutil platform posix posixpath pprint pwd pydoc pyexpat
queue quopri random re reprlib resource runpy select selectors shlex shutil signal site socket socketserver sqlite3 ssl
stat string stringprep struct subprocess sys sysconfig tempfile termios textwrap threading time token tokenize traceback
types typing unicodedata urllib uuid warnings weakref xml xmlrpc zipfile zipimport zlib zoneinfo
"""

_ITSELF = "IPython ipykernel jupyter_client traitlets zmq gc __main__ __future__"

LOADED: frozenset[str] = frozenset((*_SEEN.split(), *_ITSELF.split()))
