"""Pure: whether a person opens a link or a machine that looks ahead, and with what kind of device."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

Kind = Literal["person", "preview"]
Device = Literal["android", "ios", "windows", "mac", "linux", "other"]
_MACHINES: Final = re.compile(
    r"bot\b|bot[/_ -]|crawl|spider|preview|prerender|scan(?:ner)?\b|facebookexternalhit|facebot|whatsapp|telegram|"
    r"slack-img|discord|linkedin|pinterest|vkshare|viber|snapchat|embedly|iframely|headless|lighthouse|google-safety|"
    r"pagerenderer|safelinks|barracuda|proofpoint|mimecast|"
    r"^(?:curl|wget|python|go-http|java|okhttp|axios|node|ruby|php|perl|libwww|apache-httpclient|httpie)\b",
    re.IGNORECASE,
)
_DEVICES: Final[tuple[tuple[str, Device], ...]] = (
    ("android", "android"), ("iphone", "ios"), ("ipad", "ios"), ("ipod", "ios"), ("windows", "windows"),
    ("macintosh", "mac"), ("mac os", "mac"), ("linux", "linux"), ("cros", "linux"),
)  # fmt: skip
_AHEAD: Final = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")


def kind_of(method: str, headers: Mapping[str, str]) -> Kind:
    """A person's click is a GET by a browser that shows the page now."""
    agent = headers.get("User-Agent", "").strip()
    ahead = any(re.search("prefetch|prerender|preview", headers.get(name, ""), re.IGNORECASE) for name in _AHEAD)
    return "preview" if method != "GET" or ahead or not agent or _MACHINES.search(agent) else "person"


def device_of(agent: str) -> Device:
    """What it says that it runs on."""
    said = agent.lower()
    return next((device for word, device in _DEVICES if word in said), "other")


def language_of(accepted: str, known: tuple[str, ...], otherwise: str) -> str:
    """The first of the languages that a browser asks for, best first, that there is."""
    asked: list[tuple[float, str]] = []
    for part in accepted.split(",")[:20]:
        name, _, weight = part.partition(";")
        found = re.fullmatch(r"\s*q=(0(?:\.\d{1,3})?|1(?:\.0{1,3})?)\s*", weight) if weight else None
        asked.append((float(found[1]) if found else 1.0, name.strip().lower().partition("-")[0]))
    asked.sort(key=lambda one: -one[0])
    return next((name for weight, name in asked if weight > 0 and name in known), otherwise)
