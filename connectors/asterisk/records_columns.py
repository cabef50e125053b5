"""The columns of Asterisk's call records, and in what order which file has them."""

from __future__ import annotations

from collections.abc import Mapping

BASE = ("accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start",
        "answer", "end", "duration", "billsec", "disposition", "amaflags")  # fmt: skip
_MORE = ("peeraccount", "linkedid", "sequence")
# cdr_csv writes so many columns, by loguniqueid, loguserfield and newcdrcolumns. Without uniqueid calls look alike.
LAYOUTS: Mapping[int, tuple[str, ...]] = {
    17: (*BASE, "uniqueid"),
    18: (*BASE, "uniqueid", "userfield"),
    20: (*BASE, "uniqueid", *_MORE),
    21: (*BASE, "uniqueid", "userfield", *_MORE),
}
NAMES = frozenset({*LAYOUTS[21], "calldate", "did", "cnum", "cnam"})
