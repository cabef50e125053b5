"""What a connector's accounts can be told, so that a page can draw a form of it without knowing the connector."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import JsonValue
from pydantic.fields import FieldInfo

from hub.channels.options import file_only, secret_names
from hub.ports import Connector, ReadsHooks
from hub.web import Output

OptionKind = Literal["switch", "integer", "number", "text", "list", "secret", "choice", "json"]
_KINDS: dict[str, OptionKind] = {
    "boolean": "switch",
    "integer": "integer",
    "number": "number",
    "array": "list",
    "object": "json",
}


class ConnectorOption(Output):
    """One option. `about` is English text; a page that knows the connector has words of its own."""

    name: str
    kind: OptionKind
    required: bool
    default: JsonValue
    minimum: float | None
    maximum: float | None
    choices: list[str]
    group: str | None
    about: str


class ConnectorPlace(Output):
    """An option of a group that only the settings file may say, as a key of its section, with an example."""

    group: str
    key: str
    example: str


class ConnectorHook(Output):
    """A path that the provider posts to below `hooks_base`/{account}; `what` is a stable word for what comes there."""

    path: str
    what: str


class ConnectorKind(Output):
    """A connector and its options, those of no group first; those that only the settings file sets are `places`.

    `hooks_base` is null where the settings do not say the hub's address (`http.public_url`).
    """

    name: str
    channel: str
    options: list[ConnectorOption]
    places: list[ConnectorPlace]
    hooks: list[ConnectorHook]
    hooks_base: str | None


def describe_kind(connector: Connector, public_url: str | None = None) -> ConnectorKind:
    """The connector for the page."""
    options = connector.options
    secrets, hidden = secret_names(options), file_only(options)
    schema = options.model_json_schema()
    group_of = {name: group for group, names in options.groups.items() for name in names}
    places = {name: place for place, name in enumerate(group_of)}
    found = [
        _option(name, field, _plain(schema["properties"][name], schema), group_of.get(name), secret=name in secrets)
        for name, field in options.model_fields.items()
        if name not in hidden
    ]
    found.sort(key=lambda option: places.get(option.name, -1))
    told = [
        ConnectorPlace(group=group, key=key, example=example)
        for group, keys in options.places.items() for key, example in keys.items()
    ]  # fmt: skip
    hooks = connector.hooks.items() if isinstance(connector, ReadsHooks) else ()
    return ConnectorKind(
        name=connector.name, channel=connector.channel, options=found, places=told,
        hooks=[ConnectorHook(path=path, what=what) for path, what in hooks],
        hooks_base=f"{public_url.rstrip('/')}/hooks" if public_url else None,
    )  # fmt: skip


def _option(name: str, field: FieldInfo, schema: dict[str, Any], group: str | None, *, secret: bool) -> ConnectorOption:
    return ConnectorOption(
        name=name,
        kind="secret" if secret else _kind(schema),
        required=field.is_required(),
        default=None if secret else schema.get("default"),
        minimum=schema.get("minimum", schema.get("exclusiveMinimum")),
        maximum=schema.get("maximum", schema.get("exclusiveMaximum")),
        choices=[str(choice) for choice in schema.get("enum", ())],
        group=group,
        about=field.description or "",
    )


def _kind(schema: dict[str, Any]) -> OptionKind:
    return "choice" if "enum" in schema else _KINDS.get(schema.get("type", ""), "text")


def _plain(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """The schema of the value itself: without "or nothing", and with what it refers to in its place."""
    inner: dict[str, Any] = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), {})
    merged = {**inner, **{key: value for key, value in schema.items() if key != "anyOf"}}
    if reference := merged.pop("$ref", None):
        merged = {**whole["$defs"][reference.rpartition("/")[2]], **merged}
    return merged
