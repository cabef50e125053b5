"""A running Asterisk of our own: private ports and folders, killed and restarted at will."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from string import Template

from tests.peers.asterisk.root import Root
from tests.support.ports import free_ports, udp_port_open

TEMPLATES = Path(__file__).parent / "etc"
PHONES = ("101", "102", "103", "trunk")
USER = "peyvand"
HOLDER = "holder"  # with the same secret; may send a NOTIFY as well
LISTENER = "listener"  # with the same secret; may only look


class PercentTemplate(Template):
    """A template whose marks cannot be mistaken for Asterisk's ``${}`` or SIPp's ``[]``."""

    delimiter = "%%"


class AsteriskServer:
    """Asterisk on the loopback interface, as the user asterisk.

    ``phones`` each get a port, ``sections`` fill further marks of the templates from those; the files of ``folder`` go
    before those of ``etc/``.
    """

    def __init__(
        self,
        root: Root,
        phones: Sequence[str] = PHONES,
        folder: Path = TEMPLATES,
        sections: Callable[[Mapping[str, int]], Mapping[str, str]] = lambda _ports: {},
    ) -> None:
        self.root = root
        self.home = root.workspace("asterisk")
        self.ami_port = free_ports(1, socket.SOCK_STREAM)[0]
        self.sip_port, *ports = free_ports(1 + len(phones), socket.SOCK_DGRAM)
        self.phone_ports = dict(zip(phones, ports, strict=True))
        self.secret = secrets.token_urlsafe(12)
        self.clock_ahead = 0  # seconds, from the next start on
        self._process: subprocess.Popen[bytes] | None = None
        self._write_home(folder, sections(self.phone_ports))

    @property
    def running(self) -> bool:
        """True while the process lives."""
        return self._process is not None and self._process.poll() is None

    def spawn(self) -> None:
        """Start Asterisk, from a thread that outlives it."""
        config = f"{self.root.inside(self.home)}/etc/asterisk.conf"
        with (self.home / "console.txt").open("ab") as output:
            self._process = subprocess.Popen(
                self.root.command(*self._off_time(), "/usr/sbin/asterisk", "-f", "-C", config, user="asterisk"),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait_until_booted(self, timeout: float = 60) -> None:
        """Wait until AMI says so and SIP is open. Raises ``TimeoutError`` with the end of the log."""
        deadline = time.monotonic() + timeout
        while not (self._fully_booted() and udp_port_open(self.sip_port)):
            if not self.running or time.monotonic() > deadline:
                raise TimeoutError(f"Asterisk did not boot:\n{self.log()}")
            time.sleep(0.05)

    def console(self, line: str) -> str:
        """What Asterisk's own console answers."""
        config = f"{self.root.inside(self.home)}/etc/asterisk.conf"
        command = self.root.command("/usr/sbin/asterisk", "-C", config, "-rx", line, user="asterisk")
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout

    def kill(self) -> None:
        """End Asterisk as a power cut does: SIGKILL to its whole process group."""
        if self._process is not None:
            if self.running:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def close(self) -> None:
        """Kill it and remove everything that it wrote."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def log(self) -> str:
        """The last lines that Asterisk wrote."""
        paths = [self.home / "console.txt", self.home / "log" / "messages"]
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in paths if path.is_file())

    def _off_time(self) -> Sequence[str]:
        """What goes before a program whose clock is to be off."""
        if not self.clock_ahead:
            return ()
        library = next(self.root.path.glob("usr/lib/*/faketime/libfaketimeMT.so.1")).relative_to(self.root.path)
        settings = (f"LD_PRELOAD=/{library}", f"FAKETIME={self.clock_ahead:+}s", "FAKETIME_DONT_FAKE_MONOTONIC=1")
        return ("/usr/bin/env", *settings)

    def _fully_booted(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.ami_port), timeout=2) as ami:
                ami.settimeout(2)
                ami.sendall(f"Action: Login\r\nUsername: {USER}\r\nSecret: {self.secret}\r\n\r\n".encode())
                heard = b""
                while b"FullyBooted" not in heard:
                    if not (more := ami.recv(4096)):
                        return False
                    heard += more
                return True
        except OSError:
            return False

    def _write_home(self, own: Path, sections: Mapping[str, str]) -> None:
        for folder in ("etc", "lib", "spool", "run", "log/cel-custom", "log/cdr-csv"):
            (self.home / folder).mkdir(parents=True)
        values = {
            "home": self.root.inside(self.home),
            "modules": f"/{next(self.root.path.glob('usr/lib/**/asterisk/modules')).relative_to(self.root.path)}",
            "ami_port": self.ami_port,
            "ami_user": USER,
            "ami_holder": HOLDER,
            "ami_listener": LISTENER,
            "ami_secret": self.secret,
            "sip_port": self.sip_port,
            **{f"port_{phone}": port for phone, port in self.phone_ports.items()},
            **sections,
        }
        # Asterisk asks who it is for every call; answered here, no name server is asked.
        names = f"127.0.0.1 localhost A.ROOT-SERVERS.NET {socket.gethostname()}\n"
        (self.root.path / "etc" / "hosts").write_text(names)
        for template in {path.name: path for path in (*TEMPLATES.glob("*.conf"), *own.glob("*.conf"))}.values():
            (self.home / "etc" / template.name).write_text(PercentTemplate(template.read_text()).substitute(values))
        self.root.give(self.home, "asterisk")
