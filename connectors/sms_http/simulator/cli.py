"""``peyvand simulate sms``: let somebody write to the organisation, from a terminal."""

from __future__ import annotations

import argparse
import sys

from connectors.sms_http.simulator.client import GatewayError, simulate_sms
from connectors.sms_http.simulator.described import DEMO_HOST, DEMO_KEY, DEMO_PORT

DEMO_LINE = "+983000505"


def add_arguments(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``sms`` and its options among the actions of ``peyvand simulate``."""
    sms = actions.add_parser(
        "sms", help="let somebody write an SMS", description="Let somebody write an SMS to the organisation of a demo."
    )
    sms.add_argument("--from", dest="from_", required=True, metavar="NUMBER", help="who writes")
    sms.add_argument("--to", default=DEMO_LINE, metavar="NUMBER", help="the organisation's number (%(default)s)")
    sms.add_argument("--text", required=True, help="what they write")
    sms.add_argument("--host", default=DEMO_HOST, help="default: %(default)s")
    sms.add_argument("--port", type=int, default=DEMO_PORT, help="default: %(default)s")
    sms.add_argument("--key", default=DEMO_KEY, help="default: the demo's")
    sms.set_defaults(command=run)


async def run(args: argparse.Namespace) -> int:
    """Carry the parsed command out: the exit code, after one line for people."""
    try:
        name = await simulate_sms(args.host, args.port, args.key, from_=args.from_, to=args.to, text=args.text)
    except GatewayError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{args.from_} writes to {args.to} (simulated message {name})")
    return 0
