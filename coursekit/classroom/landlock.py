"""Linux's Landlock: a process gives up, for good, what it needs not, and so do its children.

It needs no rights and no set-up, and holds from Linux 5.13 on; later versions cover more, see
`confine`. Elsewhere, and where it is switched off, nothing happens and `confine` says so.
Source: the kernel's documentation, "Landlock: unprivileged access control".
"""

import ctypes
import os
import struct
import sys

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
ASK_VERSION = 1
NO_NEW_PRIVILEGES = 38
BENEATH = 1  # the kind of rule: a folder or file, and all beneath it
READ, LIST = 0b1101, 0b1000  # execute, read a file, read a folder; the last alone
WRITE_FILE, TRUNCATE = 1 << 1, 1 << 14
# all that version 1 knows; what came with later versions
FILES = {1: (1 << 13) - 1, 2: 1 << 13, 3: TRUNCATE}
NEITHER_SOCKETS_NOR_SIGNALS = 0b11  # out of the process's own circle
SCOPES_SINCE = 6


def version():
    """Return the version of Landlock that this system offers; 0 is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, _call(CREATE_RULESET, None, 0, ASK_VERSION))


def confine(readable, writable, listed=()):
    """Let this process, for good, read only beneath some places and change only beneath others.

    readable, writable: paths; what is not there is passed over. listed: folders whose names may be
    read, and no more. Files that are open stay open.
    From version 6 on (Linux 6.12), no signal reaches a process outside. Truncating a file is
    covered from version 3 on (Linux 6.2). Never covered: the mode, owner and times of a file, and
    the network. Returns whether the system could do it.
    """
    offered = version()
    if not offered:
        return False
    files = sum(rights for since, rights in FILES.items() if since <= offered)
    scopes = NEITHER_SOCKETS_NOR_SIGNALS if offered >= SCOPES_SINCE else 0
    attributes = struct.pack("=QQQ", files, 0, scopes)
    size = len(attributes) if offered >= SCOPES_SINCE else 8
    rules = _call(CREATE_RULESET, attributes, size, 0)
    if rules < 0:
        return False
    try:
        for paths, rights in ((readable, READ), (writable, files), (listed, LIST)):
            for path in paths:
                _allow(rules, path, rights & files)
        ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return _call(RESTRICT_SELF, rules, 0) == 0
    finally:
        os.close(rules)


def _allow(rules, path, rights):
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):
        rights &= 0b101 | WRITE_FILE | TRUNCATE  # a file has no more than these
    _call(ADD_RULE, rules, BENEATH, struct.pack("=Qi", rights, place), 0)
    os.close(place)


def _call(number, *arguments):
    packed = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *packed)
