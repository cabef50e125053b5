"""A process that has loaded the hub and forks itself for each one, or script that uses it, that a test starts.

Loading takes three quarters of what a hub costs until it serves, and the tests start about a hundred.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import signal
import socket
import sys
import time
import traceback
from typing import Any, NoReturn

LINE = 1 << 20  # bytes of an order, at most


def serve(orders: socket.socket) -> None:
    """Start a hub for each order until the tests hang up; each is handed over to them as their own child."""
    _load()
    while order := orders.recv(LINE):
        if between := os.fork():
            os.waitpid(between, 0)
            continue
        between = os.getpid()
        if os.fork():
            os._exit(0)
        _become(json.loads(order), orders, between)


def _load() -> None:
    """What each hub would load or make ready anew; and the collector of each need not look through it."""
    from argon2 import PasswordHasher
    from sqlalchemy.orm import configure_mappers

    import hub.app
    import hub.demo  # noqa: F401
    from hub.accounts import passwords
    from hub.cli import parser

    parser()  # with the connectors
    configure_mappers()
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # what it costs is not tested here
    gc.collect()
    gc.freeze()


def _become(order: dict[str, Any], orders: socket.socket, between: int) -> NoReturn:
    while os.getppid() == between:
        time.sleep(0.001)  # until it is gone, and the tests are the parent
    from tests.support.processes import die_with_parent

    die_with_parent(signal.SIGKILL)
    orders.send(str(os.getpid()).encode())
    orders.close()
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    time.tzset()
    sys.argv = [order["script"] or "peyvand", *order["command"]]
    status: Any = 1
    try:
        if order["script"]:
            runpy.run_path(order["script"], run_name="__main__")
        else:
            from hub.__main__ import main

            main()
        status = 0
    except SystemExit as leaving:
        status = leaving.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else int(status is not None))


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
