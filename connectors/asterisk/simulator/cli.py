"""``peyvand simulate``: make the simulated phone ring from a terminal."""

from __future__ import annotations

import argparse
import sys

from connectors.asterisk.simulator.client import SimulatorError, simulate_call
from connectors.asterisk.simulator.pbx import DEMO_HOST, DEMO_PORT, DEMO_SECRET, DEMO_USER


def add_arguments(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``call`` and its options among the actions of ``peyvand simulate``."""
    call = actions.add_parser(
        "call", help="let somebody call", description="Let somebody call the simulated phone of a running demo."
    )
    call.add_argument("--from", dest="from_", default="", metavar="NUMBER", help="caller (default: withheld)")
    call.add_argument("--to", required=True, metavar="NUMBER", help="extension, queue's number or direct number")
    call.add_argument("--name", help="caller's name as the line shows it")
    _add_behaviour(call)
    call.add_argument("--ring", type=float, metavar="SECONDS", help="how long it rings")
    call.add_argument("--talk", type=float, metavar="SECONDS", help="how long they talk")
    call.add_argument("--host", default=DEMO_HOST, help="default: %(default)s")
    call.add_argument("--port", type=int, default=DEMO_PORT, help="default: %(default)s")
    call.add_argument("--user", default=DEMO_USER, help="default: the demo's")
    call.add_argument("--secret", default=DEMO_SECRET, help="default: the demo's")
    call.set_defaults(command=run)


def _add_behaviour(call: argparse.ArgumentParser) -> None:
    choice = call.add_mutually_exclusive_group()
    meanings = {
        "answer": "somebody answers (default)",
        "hold": "answered, held, resumed",
        "miss": "rings out",
        "abandon": "the caller gives up",
        "busy": "the phone is busy",
    }
    for behaviour, meaning in meanings.items():
        choice.add_argument(f"--{behaviour}", dest="behaviour", action="store_const", const=behaviour, help=meaning)
    choice.add_argument("--transfer", metavar="EXT", help="answered, then passed on to EXT")
    call.set_defaults(behaviour="answer")


async def run(args: argparse.Namespace) -> int:
    """Carry the parsed command out: the exit code, after one line for people."""
    try:
        call = await simulate_call(
            args.host,
            args.port,
            args.user,
            args.secret,
            from_=args.from_,
            to=args.to,
            name=args.name,
            behaviour="transfer" if args.transfer else args.behaviour,
            ring_seconds=args.ring,
            talk_seconds=args.talk,
            transfer_to=args.transfer,
        )
    except SimulatorError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Calling {args.to} (simulated call {call.uniqueid})")
    return 0
