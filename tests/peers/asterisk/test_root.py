"""The installation is built and thrown away without a touch on the machine around it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root, as the real Asterisk does")
def test_a_root_with_something_mounted_in_it_is_not_removed(tmp_path: Path) -> None:
    """A build that was killed once left the machine's own /dev/shm in there."""
    (tmp_path / "built" / "shm").mkdir(parents=True)
    (tmp_path / "around").mkdir()
    (tmp_path / "around" / "kept").touch()
    apart = ["unshare", "--mount", sys.executable, "-c", _REMOVES, str(tmp_path)]
    done = subprocess.run(apart, capture_output=True, text=True, check=False)
    assert done.stdout == f"unmount what an older build left first: {tmp_path}/built/shm\n", done.stderr
    assert (tmp_path / "around" / "kept").exists()


_REMOVES = """
import subprocess, sys
from pathlib import Path
from tests.peers.asterisk.root import CannotBuildError, remove
folder = Path(sys.argv[1])
subprocess.run(["mount", "--bind", folder / "around", folder / "built" / "shm"], check=True)
try:
    remove(folder / "built")
except CannotBuildError as error:
    print(error)
"""
