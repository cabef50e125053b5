"""Kannel as the other end of SMPP: it binds to an SMSC of ours as any program of a provider's customer does."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.peers.kannel.installed import Installed
from tests.support import servers
from tests.support.ports import free_ports
from tests.support.waiting import until_sync

CONFIG = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = of-the-admin
smsbox-port = {boxes}
box-allow-ip = 127.0.0.1
dlr-storage = internal
log-level = 0

group = smsc
smsc = smpp
smsc-id = ours
host = 127.0.0.1
port = {smsc}
transceiver-mode = true
smsc-username = kannel
smsc-password = s3cr3t
system-type = ""
interface-version = 34
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
log-level = 0

group = sendsms-user
username = peyvand
password = of-the-user
max-messages = 10
concatenation = true

group = sms-service
keyword = default
max-messages = 0
get-url = "{hears}/heard?from=%p&to=%P&coding=%c&text=%b"
"""


@contextmanager
def kannel(installed: Installed, folder: Path, smsc: int, hears: str) -> Iterator[str]:
    """The address that sends by it; ``smsc``: the port it binds to, ``hears``: where it tells what came in."""
    names = ("admin", "boxes", "sendsms")
    ports = dict(zip(names, free_ports(len(names), socket.SOCK_STREAM), strict=True))
    (folder / "kannel.conf").write_text(CONFIG.format(**ports, smsc=smsc, hears=hears))
    with ExitStack() as stack:
        for program, port in (("bearerbox", "boxes"), ("smsbox", "sendsms")):
            log = stack.enter_context((folder / f"{program}.log").open("wb"))
            process = subprocess.Popen(
                [*servers.end_with_us(signal.SIGKILL), installed.program(program), "kannel.conf"], cwd=folder,
                env=installed.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
            stack.callback(servers.end, process, signal.SIGTERM, 3)
            until_sync(lambda port=port: servers.answers(ports[port]), 20, program)  # type: ignore[misc]
        given = urlencode({"username": "peyvand", "password": "of-the-user", "from": "982100000", "coding": "2"})
        yield f"http://127.0.0.1:{ports['sendsms']}/cgi-bin/sendsms?{given}"
