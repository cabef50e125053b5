"""A folder of audio, as itself, over SFTP and over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh
from aiohttp import encode_basic_auth, web

USER, PASSWORD = "fetcher", "open sesame"


@dataclass
class Served:
    """What the options of an account must say, and how the server misbehaves."""

    address: str
    options: dict[str, str] = field(default_factory=dict)
    answer: int | None = None  # HTTP: instead of the file


class _Guard(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@asynccontextmanager
async def sftp(folder: Path) -> AsyncIterator[Served]:
    """A real server that shows this folder alone."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    server = await asyncssh.listen(
        "127.0.0.1", 0, server_factory=_Guard, server_host_keys=[key],
        sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder).encode()),
    )  # fmt: skip
    public = key.export_public_key().decode().strip()
    try:
        yield Served(
            f"sftp://{USER}@127.0.0.1:{server.get_port()}/", {"audio_secret": PASSWORD, "audio_host_key": public}
        )
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def http(folder: Path) -> AsyncIterator[Served]:
    """A web server that asks for the password."""
    served = Served("", {"audio_secret": PASSWORD})

    async def answer(request: web.Request) -> web.StreamResponse:
        if served.answer is not None:
            headers = {"Location": "http://127.0.0.1:9/"} if served.answer in {301, 302} else {}
            return web.Response(status=served.answer, headers=headers)
        if request.headers.get("Authorization") != encode_basic_auth(USER, PASSWORD):
            return web.Response(status=401)
        path = folder / request.match_info["path"]
        return web.FileResponse(path) if path.is_file() else web.Response(status=404)

    app = web.Application()
    app.router.add_get("/rec/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    served.address = f"http://{USER}@127.0.0.1:{port}/rec/"
    try:
        yield served
    finally:
        await runner.cleanup()
