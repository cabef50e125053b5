"""Runs a program inside of a root: ``python enter.py ROOT USER PROGRAM ARGUMENT…``, killed when its parent ends.

Like ``chroot`` and ``setpriv --pdeathsig``, in the only order that works: the kernel forgets the signal when
the user changes, and an old setpriv asks for /proc, which the root has not.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def enter(root: Path, user: str, argv: list[str]) -> None:
    """Become ``argv``. Raises ``OSError``."""
    libc = ctypes.CDLL(None, use_errno=True)  # loaded while its file can still be found
    entry = next(line for line in (root / "etc" / "passwd").read_text().splitlines() if line.startswith(f"{user}:"))
    uid, gid = (int(number) for number in entry.split(":")[2:4])
    os.chroot(root)
    os.chdir("/")
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    os.execv(argv[0], argv)


if __name__ == "__main__":
    enter(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
