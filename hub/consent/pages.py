"""The pages without sign-in: plain HTML that works without scripts, in the person's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from aiohttp import web

from hub.consent.terms import PURPOSES
from hub.consent.words import LANGUAGES, WORDS

_STYLE = """
:root{color-scheme:light dark;--bg:#f4f5f8;--card:#fff;--text:#1c2130;--dim:#5a6275;--line:#dfe2ea;--accent:#2f5bc7}
@media(prefers-color-scheme:dark){:root{--bg:#12141b;--card:#1b1e27;--text:#e9ebf1;--dim:#a3aabb;--line:#323747;--accent:#4069cb}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:16px/1.6 Inter,Vazirmatn,system-ui,sans-serif}
:lang(fa) body,html:lang(fa) body{font-family:Vazirmatn,Inter,system-ui,sans-serif;line-height:1.8}
main{max-width:34rem;margin:8vh auto;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:12px}
h1{font-size:1.35rem;margin:0 0 .5rem}p{margin:.5rem 0}.dim{color:var(--dim);font-size:.875rem}
blockquote{margin:1rem 0;padding:.75rem 1rem;background:var(--bg);border-radius:8px;white-space:pre-wrap}
button{font:inherit;min-height:44px;padding:.5rem 1.25rem;border-radius:6px;border:1px solid var(--line);background:none;color:inherit;cursor:pointer}
button.first{background:var(--accent);border-color:var(--accent);color:#fff}.row{display:flex;gap:.75rem;flex-wrap:wrap;margin-top:1.25rem}
fieldset{border:0;border-top:1px solid var(--line);margin:1rem 0 0;padding:1rem 0 0}legend{font-weight:600;padding:0;float:inline-start;width:100%}
legend+*{clear:both}label{display:flex;gap:.75rem;align-items:center;min-height:44px}input{width:20px;height:20px;accent-color:var(--accent);flex:none}
.note{padding:.5rem .75rem;border:1px solid var(--line);border-radius:8px}header{display:flex;justify-content:space-between;gap:1rem;margin-bottom:1rem}
a{color:var(--accent)}bdi{unicode-bidi:isolate}:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media(max-width:40rem){main{margin:0;min-height:100vh;border:0;border-radius:0;padding:1.5rem}}
"""  # noqa: E501 - a style sheet


def page(language: str, organisation: str, title: str, body: str) -> web.Response:
    """A whole page. ``body`` is HTML; everything else is text."""
    words = WORDS[language]
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    text = (
        f'<!doctype html><html lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}"><head>'
        f'<meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(words[title])} · {escape(organisation)}</title><style>{_STYLE}</style></head><body><main>"
        f'<header class="dim"><span>{escape(organisation)}</span>'
        f'<a href="?lang={other}" lang="{other}">{words["other"]}</a></header>'
        f"<h1>{escape(words[title])}</h1>{body}</main></body></html>"
    )
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(text=text, content_type="text/html", charset="utf-8", headers=headers)


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
