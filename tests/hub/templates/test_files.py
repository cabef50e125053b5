"""Files of templates: capped by size, kind and number, safely named, only ever given as attachments."""

from __future__ import annotations

import pytest
from aiohttp import FormData

from hub.templates import files
from tests.hub.templates.asking import ask
from tests.hub.templates.conftest import SMS
from tests.support.accounts import Client

PDF = b"%PDF-1.7\n" + b"x" * 3_000


async def send(client: Client, template: str, name: str, content: bytes) -> tuple[int, dict[str, object]]:
    """Add a file."""
    form = FormData(quote_fields=False)  # as browsers send names
    form.add_field("file", content, filename=name, content_type="text/html")
    response = await client.post(f"/api/templates/{template}/files", data=form)
    return response.status, await response.json(content_type=None)


@pytest.fixture
async def template(boss: Client) -> str:
    """A template's id."""
    return str((await ask(boss, "POST", "/templates", SMS))[1]["id"])


async def test_a_file_is_kept_and_given_as_an_attachment(boss: Client, agent: Client, template: str) -> None:
    status, made = await send(boss, template, "../../بروشور <1>.pdf", PDF)
    assert status == 201, made
    (file,) = made["files"]  # type: ignore[misc]
    assert (file["name"], file["content_type"], file["size"], made["version"]) == (
        "بروشور 1.pdf",
        "application/pdf",
        len(PDF),
        2,
    )
    response = await agent.get(f"/api/templates/{template}/files/{file['id']}")
    assert await response.read() == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="______ 1.pdf"; filename*=UTF-8')
    assert (await ask(agent, "DELETE", f"/templates/{template}/files/{file['id']}"))[0] == 403
    assert (await ask(boss, "DELETE", f"/templates/{template}/files/{file['id']}"))[0] == 204
    assert (await agent.get(f"/api/templates/{template}/files/{file['id']}")).status == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.html", b"<script>"),
        ("x.pdf", b"<html>"),
        ("x.svg", b"<svg/>"),
        ("x.exe", b"MZ"),
        ("x", b"x"),
        ("x.txt", b"a\0b"),
        ("x.png", b""),
    ],
)
async def test_other_kinds_are_refused(boss: Client, template: str, name: str, content: bytes) -> None:
    status, answer = await send(boss, template, name, content)
    assert (status, answer["errors"][0]["code"]) == (422, "file_type")  # type: ignore[index]


async def test_too_many_too_large_and_two_of_one_name(
    boss: Client, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await send(boss, template, "a.pdf", PDF))[0] == 201
    assert (await send(boss, template, "a.pdf", PDF))[1]["code"] == "file_taken"
    monkeypatch.setattr(files, "MOST_FILES", 1)
    assert (await send(boss, template, "b.pdf", PDF))[1]["code"] == "too_many_files"
    monkeypatch.setattr(files, "MAX_BYTES", 1_000)
    assert (await send(boss, template, "c.pdf", PDF))[0] == 413


async def test_nobody_adds_files_to_what_is_not_theirs(marketer: Client, boss: Client) -> None:
    right = {"by": "role", "role": "supervisor"}
    _, made = await ask(boss, "POST", "/templates", SMS | {"use": right, "edit": right})
    assert (await send(marketer, made["id"], "a.pdf", PDF))[0] == 404


@pytest.mark.parametrize("disposition", [b'form-data; name="file"; filename="a\0b.txt"', b"form-data; na\0me=file"])
async def test_a_form_that_is_none_is_told(boss: Client, template: str, disposition: bytes) -> None:
    form = b"--B\r\nContent-Disposition: " + disposition + b"\r\n\r\nx\r\n--B--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    response = await boss.post(f"/api/templates/{template}/files", data=form, headers=headers)
    assert (response.status, (await response.json(content_type=None))["code"]) == (400, "malformed_body")
