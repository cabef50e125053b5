"""A hub in a process of its own, asked by an administrator for whatever its document allows, and more."""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import requests
import schemathesis
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test
from schemathesis.generation.meta import CoveragePhaseData, CoverageScenario
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from hub.app import every_area
from hub.version import VERSION
from hub.web import health_routes
from hub.web.openapi import COOKIE, build_openapi

EMAIL, PASSWORD = "fuzz@example.com", "correct horse battery"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ENDING = {"sign_out", "lock_session", "unlock_session", "change_password"}  # they may end or lock the session
LONGEST = 8_100  # bytes of an address; what is longer does not fit into a request's first line
Kind = tuple[str | None, ...]
_methods: Counter[Kind] = Counter()  # of every path
REAL_SHARE = 3  # of four ids in the address name something that exists


@functools.cache
def load_document() -> Any:
    """The hub's own description of its API."""
    schema = schemathesis.openapi.from_dict(build_openapi((health_routes, *every_area()), VERSION))
    schema.config.generation.update(with_security_parameters=False)  # the session's cookie is a real one
    return schema


def tried(label: str, send: Callable[[Case[Any]], None], settings: hypothesis.settings) -> None:
    """Send an operation's cases: those that cover each of its parts, then drawn ones.

    What ``schema.parametrize()`` does, but only once it is this operation's turn: every worker collects every test.
    """
    schema = load_document()
    method, path = label.split(" ", 1)
    operation = schema[path][method]
    config = schema.config
    tests = HypothesisTestConfig(
        settings=config.get_hypothesis_settings(operation=operation, phase="fuzzing"),
        explicit_settings=settings,
        modes=[HypothesisTestMode.EXAMPLES, HypothesisTestMode.FUZZING, HypothesisTestMode.COVERAGE],
        seed=config.seed,
        project=config,
    )
    create_test(operation=operation, test_func=_unlike(send), config=tests)()


def _unlike(send: Callable[[Case[Any]], None]) -> Callable[[Case[Any]], None]:
    """``send``, but only those refused cases that differ by something a hub could see."""
    seen: Counter[Kind] = Counter()

    def send_unlike(case: Case[Any]) -> None:
        if (kind := _kind(case)) is not None:
            counts = _methods if kind[0] == "method" else seen
            counts[kind] += 1
            if counts[kind] > 1:
                return
        send(case)

    return send_unlike


def _kind(case: Case[Any]) -> Kind | None:
    """Which wrong cases it is like; None when it is like no other.

    In an address and a header all is text: a number or a null for an id is one more word that is none. The document
    is gone through twice, for each parameter and for all of them together; and what another method than a path's own
    gets is the path's affair, not that of each of its operations.
    """
    meta = case.meta
    data = meta.phase.data if meta and meta.generation.mode is GenerationMode.NEGATIVE else None
    if not isinstance(data, CoveragePhaseData):
        return None
    if data.scenario is CoverageScenario.UNSPECIFIED_HTTP_METHOD:
        return ("method", case.operation.path, case.method)
    wrong_type = data.scenario is CoverageScenario.INCORRECT_TYPE
    place = data.parameter_location
    if place is None or (place is ParameterLocation.BODY and not wrong_type):
        return None
    name = data.parameter or data.description
    shape = _shape(_wrong(case, data)) if wrong_type else ""
    return (place.value, data.scenario.value, data.description if place is ParameterLocation.BODY else name, shape)


def _wrong(case: Case[Any], data: CoveragePhaseData) -> Any:
    """The value of a wrong type."""
    if data.parameter_location is ParameterLocation.BODY:
        name, named, _ = data.description.rpartition(": ")
        return case.body.get(name) if named and isinstance(case.body, dict) else case.body
    values = {ParameterLocation.QUERY: case.query, ParameterLocation.PATH: case.path_parameters}
    return (values.get(data.parameter_location) or {}).get(data.parameter)


def _shape(value: Any) -> str:
    """A number is as little a text as a truth value is."""
    return type(value).__name__ if value is None or isinstance(value, list | dict) else "one"


@dataclass
class Target:
    """Sends cases as an administrator, who signs in again whenever a case has ended the session."""

    url: str
    founder: requests.Session
    ids: Mapping[str, list[str]]
    visitor: requests.Session = field(default_factory=requests.Session)

    def try_case(self, case: Case[Any]) -> int:
        """Send a case, fail when the answer is not what the document says, and return its status."""
        drawn = dict(case.path_parameters or {})
        self._make_real(case)
        try:
            return self._try(case)
        finally:
            if drawn:
                case.path_parameters.update(drawn)  # for another hub, which has other ids

    def _try(self, case: Case[Any]) -> int:
        response = case.call(base_url=self.url, session=self.visitor, headers={"Origin": self.url})
        if case.operation.definition.raw["operationId"] in ENDING:
            self.renew()
        if len(response.request.path_url) > LONGEST:
            assert response.status_code == 400  # refused before there is a route
        else:
            case.validate_response(response, checks=CHECKS)
        return response.status_code

    def begin(self) -> None:
        """Make the administrator."""
        new = {"name": "Fuzz", "email": EMAIL, "role": "administrator", "password": PASSWORD, "language": "en"}
        _ask(self.founder, f"{self.url}/api/users", new)
        self.renew()

    def renew(self) -> None:
        """Sign in again."""
        self.visitor = signed_in(self.url, EMAIL, PASSWORD)

    def _make_real(self, case: Case[Any]) -> None:
        """Let most ids in the address name something; which, follows from the case, so that it can be repeated."""
        for name, value in dict(case.path_parameters or {}).items():
            known = self.ids.get(name, [])
            known = known[:1] if case.method == "DELETE" else known  # leave the others for what is to come
            dice = int.from_bytes(hashlib.sha256(repr(value).encode()).digest()[:4])
            if known and dice % 4 < REAL_SHARE:
                case.path_parameters[name] = known[dice // 4 % len(known)]


def signed_in(url: str, email: str, password: str) -> requests.Session:
    """A browser of this user; it says where it comes from."""
    session = requests.Session()
    session.trust_env = False  # to look for proxies at each request takes a tenth of it
    session.headers["Origin"] = url
    _ask(session, f"{url}/api/session", {"email": email, "password": password})
    assert session.cookies.get(COOKIE)
    return session


def known_ids(founder: requests.Session, url: str) -> dict[str, list[str]]:
    """Ids of the demo's own things, by the name that the address has for them."""

    def items(path: str) -> list[dict[str, Any]]:
        answer = founder.get(f"{url}{path}", timeout=10)
        answer.raise_for_status()
        return list(answer.json()["items"])

    customers, calls = items("/api/customers?limit=20"), items("/api/calls?limit=20")
    first = founder.get(f"{url}/api/customers/{customers[0]['id']}", timeout=10).json()
    return {
        "customer_id": [item["id"] for item in customers],
        "call_id": [item["id"] for item in calls],
        "identity_id": [item["identity_id"] for item in calls if item["identity_id"]],
        "link_id": [item["link_id"] for item in first["identities"]],
        "extension_id": [item["id"] for item in items("/api/extensions")],
        "user_id": [item["id"] for item in items("/api/users") if item["role"] != "administrator"],
        "line_id": [item["id"] for item in items("/api/lines")],
        "field_id": [item["id"] for item in items("/api/fields")],
        "team_id": [item["id"] for item in items("/api/teams")],
        "unit_id": [item["id"] for item in items("/api/units")],
        "skill_id": [item["id"] for item in items("/api/skills")],
        "item_id": [item["item_id"] for item in items("/api/owners")],
        "kind": ["line", "queue"],
        "role_id": [item["id"] for item in items("/api/roles") if not item["built_in"]],
        "tag_id": [item["id"] for item in items("/api/tags")],
        "account": [item["account"] for item in items("/api/connectors")],
    }


def _ask(session: requests.Session, address: str, body: Mapping[str, Any]) -> None:
    headers = {"Content-Type": "application/json"}
    answer = session.post(address, data=json.dumps(body), headers=headers, timeout=20)
    assert answer.ok, f"{address} answered {answer.status_code}: {answer.text}"
