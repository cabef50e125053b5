"""What the command line understands."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable
from importlib.metadata import entry_points
from pathlib import Path

from hub.accounts import Role
from hub.cli import administer, doctor, keys, serving
from hub.version import VERSION

Command = Callable[[argparse.Namespace], Awaitable[int]]


def parser(simulators: bool = True) -> argparse.ArgumentParser:
    """The parser of ``peyvand``; ``simulate`` has its actions with the ``simulators`` only, which few need to load."""
    made = argparse.ArgumentParser(prog="peyvand", description="Peyvand, an omnichannel communication hub.")
    made.add_argument("--version", action="version", version=f"peyvand {VERSION}")
    made.add_argument("--config", type=Path, metavar="FILE", help="settings file (default: config/hub.toml if there)")
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    serve = _add(commands, "serve", "run the hub", serving.serve)
    serve.add_argument("--roles", default="web,worker,connectors", help="what this process does (PostgreSQL only)")
    _add(commands, "demo", "run the hub with demo data, a simulated phone and a simulated SMS gateway", serving.demo)
    _add(commands, "migrate", "bring the store up to the newest schema", administer.migrate)
    _add(commands, "openapi", "print the OpenAPI document", administer.openapi)
    _add(commands, "doctor", "check settings, store, user interface and connectors", doctor.doctor)
    _user(_add(commands, "user", "manage who may sign in", None))
    _keys(_add(commands, "keys", "manage the keys of stored secrets", None))
    simulate = _add(commands, "simulate", "let somebody call or write in a running demo", None)
    if simulators:
        _simulate(simulate)
    return made


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str, command: Command | None
) -> argparse.ArgumentParser:
    added = commands.add_parser(name, help=about, description=about.capitalize() + ".")
    if command:
        added.set_defaults(command=command)
    return added


def _user(user: argparse.ArgumentParser) -> None:
    actions = user.add_subparsers(title="actions", metavar="ACTION", required=True)
    add = _add(
        actions, "add", "create a user; the password is asked for, or read from standard input", administer.user_add
    )
    add.add_argument("email")
    add.add_argument("--name", required=True)
    add.add_argument("--role", choices=[role.value for role in Role], default=Role.AGENT.value)
    add.add_argument("--language", choices=["fa", "en"], default="en")
    password = _add(
        actions, "password", "set a new password and sign the user out everywhere", administer.user_password
    )
    password.add_argument("email")
    off = _add(actions, "deactivate", "let a user sign in no more", administer.user_deactivate)
    off.add_argument("email")
    _add(actions, "list", "list all users", administer.user_list)


def _keys(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add(actions, "list", "list the keys and how many secrets each has sealed", keys.list_all)
    _add(actions, "rotate", "seal all secrets with a new key; the old ones stay", keys.rotate)
    retire = _add(actions, "retire", "forget a key that nothing is sealed with", keys.retire)
    retire.add_argument("key")


def _simulate(simulate: argparse.ArgumentParser) -> None:
    """Simulations come with their connectors (entry points ``hub.simulators``)."""
    actions = simulate.add_subparsers(title="actions", metavar="ACTION", required=True)
    for point in sorted(entry_points(group="hub.simulators"), key=lambda point: point.name):
        point.load().add_arguments(actions)
