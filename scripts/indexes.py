"""Where Python packages come from: uv does not read pip's configuration, so it is told what pip was told."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from scripts.shell import CACHE, works, writable_home

PUBLIC = "https://pypi.org/simple"
# pip's option → uv's variables, the first of which is set unless the user has set one of them
FROM_PIP = {
    "index-url": ("UV_DEFAULT_INDEX", "UV_INDEX_URL"),
    "extra-index-url": ("UV_INDEX", "UV_EXTRA_INDEX_URL"),
    "trusted-host": ("UV_INSECURE_HOST",),
    "cert": ("SSL_CERT_FILE",),
    "proxy": ("ALL_PROXY", "HTTPS_PROXY", "https_proxy"),
}
UNWANTED = ("VIRTUAL_ENV", "CONDA_PREFIX", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_SYSTEM_PYTHON", "PIP_TARGET",
            "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_CONSTRAINT", "PYTHONPATH", "PYTHONHOME")  # fmt: skip


def pip_options(listing: str) -> dict[str, str]:
    """pip's effective options out of what ``pip config list`` prints (later lines win, the environment last)."""
    options: dict[str, str] = {}
    for scope in (r"global|site|user", r"install", r":env:"):
        for key, value in re.findall(rf"^(?:{scope})\.([a-z-]+)=(.+)$", listing, re.MULTILINE):
            options[key] = str(ast.literal_eval(value))
    return options


def base_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment for pip and uv: nothing in it makes them install elsewhere than told."""
    env = {name: value for name, value in environ.items() if name not in UNWANTED}
    env |= {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_PYTHON_DOWNLOADS": "never"}
    if not writable_home():
        env.setdefault("UV_CACHE_DIR", str(CACHE / "uv"))
        env.setdefault("PIP_CACHE_DIR", str(CACHE / "pip"))
    chosen = env.get("UV_DEFAULT_INDEX") or env.get("UV_INDEX_URL")
    if chosen:
        env.setdefault("PIP_INDEX_URL", chosen)
    return env


def uv_environment(env: Mapping[str, str], options: Mapping[str, str]) -> dict[str, str]:
    """``env`` with pip's index, certificate and proxy said in uv's words."""
    made = dict(env)
    for option, variables in FROM_PIP.items():
        value = options.get(option)
        if value and not any(made.get(name) for name in variables):
            made[variables[0]] = _for_uv(option, value)
    made = {name: value for name, value in made.items() if value}
    if made.get("UV_INDEX") or made.get("UV_EXTRA_INDEX_URL"):
        made.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")  # as pip does; the lock's hashes keep it safe
    return made


def _for_uv(option: str, value: str) -> str:
    parts = value.split()
    if option == "extra-index-url":
        parts = [part for part in parts if part.startswith("http")]
    if option == "proxy" and "://" not in value:
        return f"http://{value}"
    return " ".join(parts)


def environment(python: Path) -> dict[str, str]:
    """The environment for uv, after pip's configuration as ``python``'s own pip sees it."""
    env = base_environment()
    return uv_environment(env, pip_options(works(python, "-m", "pip", "config", "list", env=env) or ""))


def shown(env: Mapping[str, str]) -> str:
    """The index in use, without a password in it."""
    url = urlsplit(env.get("UV_DEFAULT_INDEX") or env.get("UV_INDEX_URL") or env.get("PIP_INDEX_URL") or PUBLIC)
    return url._replace(netloc=url.netloc.rpartition("@")[2]).geturl()
