"""Pages without sign-in, for people outside: plain HTML that works without scripts."""

from __future__ import annotations

from html import escape

from aiohttp import web

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


def public_page(
    language: str, organisation: str, title: str, body: str, *, beside: str = "", status: int = 200
) -> web.Response:
    """A whole page. ``body`` and ``beside`` (the end of its head line) are HTML; everything else is text."""
    text = (
        f'<!doctype html><html lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}"><head>'
        f'<meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)} · {escape(organisation)}</title><style>{_STYLE}</style></head><body><main>"
        f'<header class="dim"><span>{escape(organisation)}</span>{beside}</header>'
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8", headers=headers)
