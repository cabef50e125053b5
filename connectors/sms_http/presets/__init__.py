"""Descriptions of gateways that come with the hub, a TOML file each, and how an account's own lies over one."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from pydantic import JsonValue, ValidationError
from pydantic_core import PydanticCustomError

from connectors.sms_http.description import Gateway

CUSTOM = "custom"
_DEEPEST = 12


def names() -> list[str]:
    """All that come with the hub."""
    files = resources.files(__package__ or "").iterdir()
    return sorted(one.name.removesuffix(".toml") for one in files if one.name.endswith(".toml"))


@lru_cache(maxsize=32)
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__ or "") / f"{name}.toml").read_text("utf-8"))


def raw(name: str) -> dict[str, Any]:
    """A preset as it is written; nothing for ``custom``."""
    return {} if name == CUSTOM else copy.deepcopy(_file(name))


def described(preset: str, own: Mapping[str, JsonValue]) -> Gateway:
    """The preset with the account's own laid over it. Raises ``PydanticCustomError`` that names what is wrong."""
    return _described(preset, json.dumps(own, sort_keys=True))


@lru_cache(maxsize=64)
def _described(preset: str, own: str) -> Gateway:
    try:
        return Gateway.model_validate(laid_over(raw(preset), json.loads(own)))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"])) or "it"
        raise PydanticCustomError(
            "gateway_description", "{where}: {why}", {"where": where[:200], "why": first["msg"][:300]}
        ) from None


def laid_over(below: Any, above: Any, depth: int = 0) -> Any:
    """Tables are merged key by key; anything else of ``above`` replaces, and null takes away."""
    if not (isinstance(below, dict) and isinstance(above, dict)) or depth > _DEEPEST:
        return above
    merged = below | {key: laid_over(below.get(key), value, depth + 1) for key, value in above.items()}
    return {key: value for key, value in merged.items() if value is not None}
