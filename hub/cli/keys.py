"""``keys``: which keys seal the stored secrets; rotate and retire them."""

from __future__ import annotations

import argparse
import sys

from hub import channels
from hub.channels import Keyring
from hub.cli.administer import Store
from hub.settings import load
from hub.web import Problem


async def list_all(options: argparse.Namespace) -> int:
    """Print the keys' ids, a line each; the status is 1 when one is missing."""
    async with Store(options) as db, db.read() as session:
        found = await channels.describe_keys(session, Keyring(load(options.config)))
    for key in found.keys:
        words = "missing" if not key.present else "current" if key.current else "old"
        print(f"{key.id}\t{words}\t{key.secrets} secrets")
    return 0 if all(key.present for key in found.keys) else 1


async def rotate(options: argparse.Namespace) -> int:
    """Make a key, and seal everything with it, at once; a hub that runs reads it by itself."""
    keyring = Keyring(load(options.config))
    async with Store(options) as db:
        try:
            key = await channels.begin_rotation(db, keyring, actor_id=None, address=None)
        except Problem as problem:
            return _refused(problem)
        result = await channels.reseal(db, keyring)
    print(f"{result.count} secrets are sealed with {key} now.")
    for account in result.unreadable:
        print(f"The secrets of {account} cannot be opened: put their key back, or give them again.", file=sys.stderr)
    return 1 if result.unreadable else 0


async def retire(options: argparse.Namespace) -> int:
    """Forget a key for good."""
    async with Store(options) as db:
        try:
            await channels.retire(db, Keyring(load(options.config)), options.key, actor_id=None, address=None)
        except Problem as problem:
            return _refused(problem)
    print(f"{options.key} is gone.")
    return 0


def _refused(problem: Problem) -> int:
    print(problem.detail, file=sys.stderr)
    return 1
