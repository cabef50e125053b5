"""Who counts as a person, on what kind of device, and in which language they are answered."""

from __future__ import annotations

import pytest

from hub.links.visitors import device_of, kind_of, language_of

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148"
IN_APP = IPHONE + " [FBAN/FBIOS;FBAV/490.0.0;FBDV/iPhone15,2]"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"
CUBOT = "Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 30) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"


@pytest.mark.parametrize("agent", [PHONE, IPHONE, IN_APP, WINDOWS])
def test_browsers_are_people(agent: str) -> None:
    assert kind_of("GET", {"User-Agent": agent}) == "person"


@pytest.mark.parametrize(
    "agent",
    [
        "WhatsApp/2.24.20 A", "TelegramBot (like TwitterBot)", "Twitterbot/1.0", "Slackbot-LinkExpanding 1.0",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "curl/8.5.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Go-http-client/2.0", "", " ",
        "Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    ],
)  # fmt: skip
def test_previews_are_none(agent: str) -> None:
    assert kind_of("GET", {"User-Agent": agent}) == "preview"


@pytest.mark.parametrize(
    "header", [{"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}, {"X-Moz": "prefetch"}]
)
def test_looking_ahead_is_no_click(header: dict[str, str]) -> None:
    assert kind_of("GET", {"User-Agent": PHONE} | header) == "preview"
    assert kind_of("HEAD", {"User-Agent": PHONE}) == "preview"


def test_devices_are_told_coarsely() -> None:
    found = [device_of(agent) for agent in (PHONE, IPHONE, WINDOWS, "Mozilla/5.0 (X11; Linux x86_64)", "x")]
    assert found == ["android", "ios", "windows", "linux", "other"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en-GB,en;q=0.9,fa;q=0.8", "en"), ("fa-IR", "fa"), ("de,fa;q=0.3,en;q=0.7", "en"), ("de", "fa"), ("", "fa"),
        ("en;q=0", "fa"), ("en;q=nonsense", "en"), (",;;=", "fa"),
    ],
)  # fmt: skip
def test_the_page_is_in_the_readers_language(accepted: str, language: str) -> None:
    assert language_of(accepted, ("fa", "en"), "fa") == language
