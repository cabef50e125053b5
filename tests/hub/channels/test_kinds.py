"""What a page can draw a form from: each option's kind, default and bounds, and nothing that only the file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import ClassVar

from pydantic import Field, SecretStr

from hub.channels.kinds import describe_kind
from hub.ports import FILE_ONLY, Options
from tests.hub.channels.toy import ToyConnector


class Mood(StrEnum):
    """A choice."""

    CALM = "calm"
    WILD = "wild"


class ManyOptions(Options):
    """One of each kind."""

    groups: ClassVar[Mapping[str, Sequence[str]]] = {"late": ("mood", "wait")}

    wait: float = Field(5, gt=0, le=60)
    mood: Mood = Mood.CALM
    folder: str | None = Field(None, json_schema_extra=FILE_ONLY)
    host: str = Field(description="Where.")
    count: int | None = Field(None, ge=1)
    secret: SecretStr | None = None
    names: tuple[str, ...] = ("a",)
    quick: bool = True


class Many(ToyConnector):
    """A connector with them."""

    options = ManyOptions


def test_every_kind_of_option_is_told_apart() -> None:
    told = {option.name: option for option in describe_kind(Many()).options}
    assert list(told) == ["host", "count", "secret", "names", "quick", "mood", "wait"]  # those of a group last
    assert {name: option.kind for name, option in told.items()} == {
        "host": "text", "count": "integer", "secret": "secret", "names": "list", "quick": "switch", "mood": "choice",
        "wait": "number",
    }  # fmt: skip
    assert [name for name, option in told.items() if option.required] == ["host"]
    assert (told["host"].about, told["host"].group, told["wait"].group) == ("Where.", None, "late")
    assert (told["wait"].minimum, told["wait"].maximum, told["count"].minimum) == (0, 60, 1)
    assert told["mood"].choices == ["calm", "wild"]
    assert [told[name].default for name in ("wait", "mood", "count", "secret", "names", "quick")] == [
        5, "calm", None, None, ["a"], True,
    ]  # fmt: skip
