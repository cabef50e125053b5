"""Options that say where an Asterisk writes its call records (CDR) and its channel events (CEL)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from connectors.asterisk.records_columns import CEL_NAMES, NAMES
from hub.ports import FILE_ONLY, Options

SCHEMES = frozenset({"mysql", "postgresql"})
_TABLE = re.compile(r"\w{1,64}(\.\w{1,64})?", re.ASCII)


class RecordsOptions(Options):
    """Where call records lie: a file, or a table in MySQL, MariaDB or PostgreSQL."""

    cdr: str | None = Field(
        None,
        json_schema_extra=FILE_ONLY,
        description="Where the PBX writes call records, from which calls are taken that fell into an outage: a file "
        "such as `/var/log/asterisk/cdr-csv/Master.csv`, or `mysql://user@host/asteriskcdrdb`, or "
        "`postgresql://user@host/database`. Unset: such calls stay unknown.",
    )
    cdr_secret: SecretStr | None = Field(None, json_schema_extra=FILE_ONLY, description="Password for that database.")
    cdr_table: str = Field("cdr", description="Table of the call records, as `cdr` or `schema.cdr`.")
    cdr_columns: tuple[str, ...] = Field(
        (),
        description="Columns of the file, in order, where cdr_custom writes others than cdr_csv does; `-` for one that "
        "is none of CDR's.",
    )
    cel: str | None = Field(
        None,
        json_schema_extra=FILE_ONLY,
        description="Where the PBX writes channel events, which tell more of a call than `cdr` does and go before it: "
        "a file such as `/var/log/asterisk/cel-custom/Master.csv`, or a database as for `cdr`.",
    )
    cel_secret: SecretStr | None = Field(None, json_schema_extra=FILE_ONLY, description="Password for that database.")
    cel_table: str = Field("cel", description="Table of the channel events, as `cel` or `schema.cel`.")
    cel_columns: tuple[str, ...] = Field(
        (),
        description="Columns of the file, in order, where they are not those of Asterisk's example `cel_custom.conf`; "
        "`-` for one that is none of CEL's.",
    )
    cdr_time_zone: str | None = Field(
        None,
        description="Time zone of the times in CDR and CEL, as `Asia/Tehran`. Unset: worked out from the unique ids, "
        "which hold UTC.",
    )
    cdr_delay: float = Field(
        5, gt=0, le=3600, description="How long after a reconnect both are read first; Asterisk writes them late."
    )
    cdr_patience: float = Field(
        60,
        gt=0,
        le=7200,
        validate_default=True,  # against cdr_delay
        description="How long they are read again, as some are written later (cdr.conf: batch).",
    )

    @field_validator("cdr", "cel")
    @classmethod
    def _place(cls, value: str | None) -> str | None:
        if value is None or value.startswith("/"):
            return value
        parts = urlsplit(value)
        if parts.scheme not in SCHEMES or not parts.hostname or len(parts.path) < 2:
            raise ValueError("give an absolute file name, or mysql://user@host/database, or postgresql://…")
        if parts.password is not None:
            raise ValueError("the password belongs into cdr_secret or cel_secret")
        return value

    @field_validator("cdr_table", "cel_table")
    @classmethod
    def _name(cls, value: str) -> str:
        if not _TABLE.fullmatch(value):
            raise PydanticCustomError("table_name", "give a table's name, as cdr or schema.cdr")
        return value

    @field_validator("cdr_columns")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := sorted(set(value) - NAMES - {"-"}):
            raise PydanticCustomError("cdr_columns", "no columns of CDR: {names}", {"names": ", ".join(unknown)})
        if value and not {"uniqueid", "channel", "disposition"} <= set(value):
            raise PydanticCustomError("cdr_columns", "uniqueid, channel and disposition are needed")
        return value

    @field_validator("cel_columns")
    @classmethod
    def _known_of_cel(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := sorted(set(value) - CEL_NAMES - {"-"}):
            raise PydanticCustomError("cel_columns", "no columns of CEL: {names}", {"names": ", ".join(unknown)})
        if value and not {"eventtype", "eventtime", "channame", "uniqueid", "linkedid"} <= set(value):
            raise PydanticCustomError("cel_columns", "eventtype, eventtime, channame, uniqueid and linkedid are needed")
        return value

    @field_validator("cdr_time_zone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        try:
            return value and ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise PydanticCustomError("time_zone", "no such time zone") from None

    @field_validator("cdr_patience")
    @classmethod
    def _in_time(cls, value: float, info: ValidationInfo) -> float:
        if value < info.data.get("cdr_delay", 0):
            raise PydanticCustomError("below_delay", "cdr_patience must not be less than cdr_delay")
        return value
