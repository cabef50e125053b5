"""The columns of Asterisk's call records and channel events, and in what order which file has them."""

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

# What cel_custom.conf brings as its example, and the names that cel_odbc and cel_pgsql know.
CEL_LAYOUT = ("eventtype", "eventtime", "cid_name", "cid_num", "cid_ani", "cid_rdnis", "cid_dnid", "exten", "context",
              "channame", "appname", "appdata", "amaflags", "accountcode", "uniqueid", "linkedid", "peer", "userfield",
              "userdeftype", "extra")  # fmt: skip
CEL_NAMES = frozenset({*CEL_LAYOUT, "id", "peeraccount"})
