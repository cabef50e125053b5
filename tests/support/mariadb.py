"""A MariaDB for the tests, where the machine has one: FreePBX and Issabel keep their records in it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.support import servers
from tests.support.ports import free_port

START = """\
CREATE DATABASE asteriskcdrdb CHARACTER SET utf8mb4;
CREATE USER 'peyvand'@'127.0.0.1' IDENTIFIED BY 'pbx';
GRANT ALL ON asteriskcdrdb.* TO 'peyvand'@'127.0.0.1';
"""


def is_here() -> bool:
    """Whether this machine has one; most have none, and what is read from it is read from PostgreSQL too."""
    return bool(shutil.which("mariadbd") and shutil.which("mariadb-install-db"))


@pytest.fixture(scope="session")
def mariadb_url() -> Iterator[str]:
    """``mysql://`` of an empty database that its user may do everything in."""
    program, install = shutil.which("mariadbd"), shutil.which("mariadb-install-db")
    if program is None or install is None:
        pytest.skip("no MariaDB: apt install mariadb-server-core")
    user = servers.unprivileged()
    with servers.folder("mariadb", user) as home:
        data, port = home / "data", free_port()
        made = [install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
        subprocess.run(made, cwd="/", capture_output=True, check=True, **servers.as_user(user))
        start = home / "start.sql"
        start.write_text(START)
        start.chmod(0o644)
        command = [program, "--no-defaults", f"--datadir={data}", f"--port={port}", "--bind-address=127.0.0.1",
                   f"--socket={home}/socket", f"--init-file={start}", "--skip-name-resolve",
                   "--innodb-flush-log-at-trx-commit=0"]  # fmt: skip
        with servers.running(command, lambda: servers.answers(port), log=home / "log", user=user):
            yield f"mysql://peyvand@127.0.0.1:{port}/asteriskcdrdb"
