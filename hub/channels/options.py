"""A connector's typed options: checked, and parted into what may be shown and what may not."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr, ValidationError

from hub.ports import FILE_ONLY, Connector, Options, TellsDestinations
from hub.web import FieldError, Invalid

_PROTECTION = ("tls", "challenge")  # how options begin that say how a secret is kept from others on its way


def read_options(connector: Connector, values: Mapping[str, Any]) -> Options:
    """The options. Raises ``Invalid``, naming each wrong field; no value is repeated."""
    try:
        return connector.options.model_validate(dict(values))
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        raise Invalid([
            FieldError(field=".".join(["body.options", *map(str, item["loc"])]), code=item["type"], detail=item["msg"])
            for item in found
        ]) from None  # fmt: skip


def refuse_file_only(connector: Connector, given: Mapping[str, Any]) -> None:
    """Raises ``Invalid`` for what only the settings file may say: an administrator of the page owns no files here."""
    wrong = sorted(file_only(connector.options) & {name for name, value in given.items() if value is not None})
    if wrong:
        detail = "It names a place that only the settings file may name."
        raise Invalid([FieldError(field=f"body.options.{name}", code="file_only", detail=detail) for name in wrong])


def file_only(options: type[Options]) -> frozenset[str]:
    """The options that only the settings file sets."""
    extra = {name: field.json_schema_extra for name, field in options.model_fields.items()}
    return frozenset(
        name for name, more in extra.items() if isinstance(more, dict) and FILE_ONLY.items() <= more.items()
    )


def secret_names(options: type[Options]) -> frozenset[str]:
    """The options that are secrets."""
    return frozenset(
        name
        for name, field in options.model_fields.items()
        if SecretStr in {field.annotation, *typing.get_args(field.annotation)}
    )


def part(options: Options) -> tuple[dict[str, Any], dict[str, str]]:
    """What was set: the options that may be shown, and the secrets."""
    hidden = secret_names(type(options))
    shown = options.model_dump(mode="json", exclude_unset=True, exclude=set(hidden))
    secrets = {
        name: value.get_secret_value()
        for name in sorted(hidden & options.model_fields_set)
        if isinstance(value := getattr(options, name), SecretStr)
    }
    return shown, secrets


def leads_elsewhere(connector: Connector, before: Options, after: Options) -> bool:
    """Whether a secret would go another way than it was given for: another address, or other protection."""
    names = [name for name in type(after).model_fields if name.startswith(_PROTECTION)]
    if isinstance(connector, TellsDestinations) and not connector.destinations(after) <= connector.destinations(before):
        return True
    return connector.address(before) != connector.address(after) or any(
        getattr(before, name) != getattr(after, name) for name in names
    )
