"""Names of standard library modules, the same on every Python that runs nb2pkg."""

from __future__ import annotations

import sys

_GONE = """
aifc asynchat asyncore audioop binhex cgi cgitb chunk crypt distutils formatter imghdr imp lib2to3 mailcap msilib nis
nntplib ossaudiodev parser pipes smtpd sndhdr spwd sunau symbol telnetlib uu xdrlib
"""
_NEW = "annotationlib compression tomllib"
_PYTHON_2 = """
BaseHTTPServer ConfigParser Cookie HTMLParser Queue SimpleHTTPServer SocketServer StringIO Tkinter UserDict __builtin__
cPickle cStringIO commands cookielib copy_reg httplib repr sets sha thread tkMessageBox urllib2 urlparse
"""

# What this Python has, what other Pythons from 3.10 on have, and what Python 2 had: none of it is ever installed.
STANDARD_LIBRARY: frozenset[str] = frozenset(sys.stdlib_module_names).union(
    _GONE.split(), _NEW.split(), _PYTHON_2.split(), ["__future__", "__main__"]
)
