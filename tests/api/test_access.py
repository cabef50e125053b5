"""The running hub at its doors: roles, origins, unknown fields, and the form of every refusal."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

import pytest
import requests

from hub.accounts import ROLE_PERMISSIONS, Permission, Role
from hub.accounts.permissions import with_needed
from hub.app import every_area
from hub.web import PUBLIC, Operation, health_routes
from hub.web.problems import CONTENT_TYPE
from tests.api.fuzzing import PASSWORD, Target, signed_in

OPERATIONS = [operation for area in (health_routes, *every_area()) for operation in area.operations]
OPEN = {
    "get_health", "get_readiness", "get_metrics", "get_openapi", "sign_in", "sign_out", "get_setup", "create_setup",
    "get_public", "read_calendar", "show_link", "use_link", "show_unsubscribe", "unsubscribe", "receive_hook",
    "receive_hook_by_get", "open_link",
}  # fmt: skip
BY_SECRET = {
    "use_link",
    "unsubscribe",
    "receive_hook",
}  # let in by a secret in the address, from anywhere, never by a cookie
GUARDED = [operation for operation in OPERATIONS if operation.name not in OPEN]
CHANGING = [one for one in OPERATIONS if one.method != "GET" and one.name not in BY_SECRET]
WITH_BODY = [operation for operation in OPERATIONS if operation.body is not None]
LOCKING = {"lock_session"}  # one session of each role is kept for it
NOBODY = str(UUID(int=1))


OWN_RIGHTS = ["teams:manage_own", "customers:merge", "lines:manage", "recordings:erase", "roles:manage"]


@pytest.fixture(scope="module")
def rights(sqlite_target: Target) -> dict[str, set[str]]:
    """What each role allows, by its key: the built-in ones, and one of the organisation's own."""
    new = {"name": "Own", "permissions": OWN_RIGHTS}
    made = sqlite_target.founder.post(f"{sqlite_target.url}/api/roles", json=new, timeout=20)
    assert made.status_code == 201, made.text
    own = made.json()
    assert set(own["permissions"]) == with_needed(Permission(right) for right in OWN_RIGHTS)
    return {role.value: {*ROLE_PERMISSIONS[role]} for role in Role} | {own["id"]: set(own["permissions"])}


@pytest.fixture(scope="module")
def visitors(sqlite_target: Target, rights: dict[str, set[str]]) -> dict[str, requests.Session]:
    """Somebody of each role."""
    found = {}
    for role in rights:
        new = {"name": role, "email": f"{role}@example.com", "role": role, "language": "en"}
        made = sqlite_target.founder.post(
            f"{sqlite_target.url}/api/users", json=new | {"password": PASSWORD}, timeout=20
        )
        assert made.status_code == 201, made.text
        found[role] = signed_in(sqlite_target.url, new["email"], PASSWORD)
    return found


@pytest.fixture(scope="module")
def administrator(visitors: dict[str, requests.Session]) -> requests.Session:
    """An administrator."""
    return visitors[Role.ADMINISTRATOR]


def send(session: requests.Session, target: Target, operation: Operation, **more: Any) -> requests.Response:
    """Call the operation for something that there is not."""
    path = re.sub(r"{\w+}", NOBODY, operation.path)
    return session.request(operation.method, target.url + path, timeout=20, **more)


def problem(answer: requests.Response) -> str:
    """The code of a refusal, which has the form of all refusals."""
    assert answer.headers["Content-Type"] == CONTENT_TYPE, answer.text
    document = answer.json()
    assert set(document) == {"type", "title", "status", "detail", "code", "errors"}
    assert document["status"] == answer.status_code
    return str(document["code"])


def test_public_routes_are_a_closed_list() -> None:
    assert {operation.name for operation in OPERATIONS if operation.access.permission == PUBLIC} == OPEN


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.name)
def test_every_role_is_let_in_or_refused(
    sqlite_target: Target,
    visitors: dict[str, requests.Session],
    rights: dict[str, set[str]],
    operation: Operation,
) -> None:
    nobody = requests.Session()
    nobody.headers["Origin"] = sqlite_target.url
    answer = send(nobody, sqlite_target, operation)
    assert (answer.status_code, problem(answer)) == (401, "signed_out")
    for role, visitor in visitors.items():
        answer = send(visitor, sqlite_target, operation)
        if operation.access.permission not in rights[role]:
            assert (answer.status_code, problem(answer)) == (403, "forbidden"), role
        else:
            assert answer.status_code not in {401, 403, 423}, (role, answer.text)
        if operation.name in LOCKING:
            visitors[role] = signed_in(sqlite_target.url, f"{role}@example.com", PASSWORD)


@pytest.mark.parametrize("operation", CHANGING, ids=lambda operation: operation.name)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": None},
        {"Origin": None, "Sec-Fetch-Site": "cross-site"},
    ],
    ids=["foreign", "opaque", "none", "cross-site"],
)  # fmt: skip
def test_changes_are_taken_from_our_own_pages_only(
    sqlite_target: Target, administrator: requests.Session, operation: Operation, headers: dict[str, str | None]
) -> None:
    answer = send(administrator, sqlite_target, operation, headers=headers)
    assert (answer.status_code, problem(answer)) == (403, "origin")


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda operation: operation.name)
def test_bodies_are_read_strictly(sqlite_target: Target, administrator: requests.Session, operation: Operation) -> None:
    def refusal(data: bytes, media: str = "application/json") -> tuple[int, str]:
        answer = send(administrator, sqlite_target, operation, data=data, headers={"Content-Type": media})
        return answer.status_code, problem(answer)

    assert refusal(b'{"there_is_no_such_field": 1}') == (422, "invalid")
    assert refusal(b"{") == (400, "malformed_json")
    assert refusal(b"\xff\xfe") == (400, "malformed_json")
    assert refusal(b"[]") == (422, "invalid")
    assert refusal(b"{}", "text/plain") == (415, "unsupported_media_type")
    assert refusal(b" " * 1_100_000) == (413, "too_large")
    answer = send(administrator, sqlite_target, operation, json={"there_is_no_such_field": 1})
    assert ("body.there_is_no_such_field", "extra_forbidden") in [
        (error["field"], error["code"]) for error in answer.json()["errors"]
    ]


NULLS = [
    ("POST", "/api/customers", {"name": "a\0b"}),
    ("POST", "/api/customers", {"name": "a", "identities": [{"kind": "email", "value": "a\0@example.com"}]}),
    ("POST", f"/api/customers/{NOBODY}/notes", {"text": "a\0b"}),
    ("PUT", f"/api/calls/{NOBODY}/notes", {"text": "a\0b"}),
    ("POST", "/api/calls", {"number": "1\0"}),
    ("PATCH", "/api/me", {"name": "a\0b"}),
    ("POST", "/api/session", {"email": "a\0@example.com", "password": "x"}),
    ("POST", "/api/session", {"email": "a@example.com", "password": "x\0"}),
    ("POST", "/api/extensions", {"account": "pbx", "endpoint": "PJSIP/1\0", "number": "1", "label": "a"}),
    ("GET", "/api/customers?q=a%00b", None),
    ("GET", "/api/calls?cursor=%00", None),
    ("GET", "/api/calls/%00", None),
]


@pytest.mark.parametrize(("method", "path", "body"), NULLS)
def test_the_null_character_is_refused(
    sqlite_target: Target, administrator: requests.Session, method: str, path: str, body: Any
) -> None:
    data = None if body is None else json.dumps(body)
    headers = {"Content-Type": "application/json"} if data else {}
    answer = administrator.request(method, sqlite_target.url + path, data=data, headers=headers, timeout=20)
    assert (answer.status_code, problem(answer)) == (422, "invalid")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404), ("POST", "/api/nothing", 404), ("DELETE", "/api/calls", 405),
        ("PATCH", "/api/session", 405), ("GET", "/api/customers?there_is_no_such=1", 422),
        ("GET", "/api/customers?limit=0", 422), ("GET", "/api/customers?limit=201", 422),
        ("GET", "/api/customers?q=a&q=b", 422), ("GET", "/api/calls/not-an-id", 422), ("GET", "/socket.io/", 400),
    ],
)  # fmt: skip
def test_other_mistakes_have_the_same_form(
    sqlite_target: Target, administrator: requests.Session, method: str, path: str, status: int
) -> None:
    answer = administrator.request(method, sqlite_target.url + path, timeout=20)
    assert answer.status_code == status, answer.text
    if not path.startswith("/socket.io"):  # the library's own protocol
        assert problem(answer)
