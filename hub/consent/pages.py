"""The pages without sign-in: plain HTML that works without scripts, in the person's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from aiohttp import web

from hub.consent.terms import PURPOSES
from hub.consent.words import LANGUAGES, WORDS
from hub.web import public_page


def page(language: str, organisation: str, title: str, body: str) -> web.Response:
    """A whole page. ``body`` is HTML; everything else is text."""
    words = WORDS[language]
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    beside = f'<a href="?lang={other}" lang="{other}">{words["other"]}</a>'
    return public_page(language, organisation, words[title], body, beside=beside)


def to_confirm(language: str, organisation: str, link: Any) -> web.Response:
    """What was asked, in the words that would be agreed to, and the button that does it."""
    words = WORDS[language]
    wording = f'<blockquote lang="{escape(link.language)}" dir="auto">{escape(link.wording or "")}</blockquote>'
    form = f'<form method="post"><div class="row"><button class="first">{words["confirm"]}</button></div></form>'
    lead = f"<p>{_of(words['confirm_lead'], link.address)}</p>"
    return page(
        language, organisation, "confirm_title",
        f'{lead}{wording}{form}<p class="dim">{escape(words["confirm_note"])}</p>',
    )  # fmt: skip


def plain(language: str, organisation: str, word: str) -> web.Response:
    """A page that says one thing: ``done`` or ``gone``."""
    return page(language, organisation, f"{word}_title", f"<p>{escape(WORDS[language][word])}</p>")


def to_prefer(
    language: str, organisation: str, link: Any, stands: Mapping[tuple[str, str], bool], told: Iterable[str] = ()
) -> web.Response:
    """Every channel and purpose of the address with what the person prefers now."""
    words = WORDS[language]
    notes = "".join(f'<p class="note" role="status">{escape(words[one])}</p>' for one in told)
    groups = "".join(_group(words, purpose, stands) for purpose in sorted(PURPOSES))
    buttons = (
        f'<div class="row"><button class="first" name="do" value="save">{words["save"]}</button>'
        f'<button name="do" value="none">{words["none"]}</button></div>'
    )
    lead = f'<p class="dim">{_of(words["preferences_lead"], link.address)}</p>'
    return page(
        language, organisation, "preferences_title", f'{lead}{notes}<form method="post">{groups}{buttons}</form>'
    )


def _group(words: Mapping[str, str], purpose: str, stands: Mapping[tuple[str, str], bool]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="{channel}.{purpose}" value="yes"{" checked" if yes else ""}>'
        f"{escape(words[channel])}</label>"
        for (channel, of), yes in stands.items()
        if of == purpose
    )
    about = f'<p class="dim">{escape(words[f"{purpose}_about"])}</p>'
    return f"<fieldset><legend>{escape(words[purpose])}</legend>{about}{boxes}</fieldset>"


def _of(text: str, address: str) -> str:
    return escape(text).replace("{address}", f'<bdi dir="ltr">{escape(masked(address))}</bdi>')


def masked(address: str) -> str:
    """The address as its owner knows it again: a link may be seen by others."""
    local, at, domain = address.rpartition("@")
    if at:
        return f"{local[:2]}…@{domain}"
    return f"{address[:5]}…{address[-3:]}" if len(address) > 9 else address
