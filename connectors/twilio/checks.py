"""The check of an account: whether Twilio is reached, and takes the sign-in."""

from __future__ import annotations

import asyncio

from connectors.twilio.api import Api
from connectors.twilio.config import TwilioOptions
from connectors.twilio.web import NotConnectedError
from hub.ports import CheckReport, ConnectorError, Finding, NeedsSignIn, Network, Tell, Verdict, quietly

WHOLE_SECONDS = 20.0


async def check(options: TwilioOptions, network: Network, tell: Tell = quietly) -> CheckReport:
    """Ask for the account; changes nothing. Never raises for the network."""
    findings: list[Finding] = []

    def found(step: str, verdict: Verdict, code: str, detail: str) -> None:
        findings.append(Finding(step, verdict, code, detail, {"answer": detail} if verdict is Verdict.PROBLEM else {}))
        tell(findings[-1])

    api = Api(options.model_copy(update={"timeout": min(options.timeout, 8.0)}), network)
    try:
        async with asyncio.timeout(WHOLE_SECONDS):
            name = await api.name()
            found("connect", Verdict.WELL, "well", f"connected to {options.api_url}")
            found("sign_in", Verdict.WELL, "well", f"signed in to {name}" if name else "signed in")
            if not (options.sender or options.messaging_service):
                found("sign_in", Verdict.NOTE, "no_sender", "no sender is named: each line that sends must name one")
    except TimeoutError:
        found("answers", Verdict.PROBLEM, "timeout", "no answer in time")
    except NeedsSignIn as error:
        found("sign_in", Verdict.PROBLEM, "rejected", str(error))
    except ConnectorError as error:
        cause = error.__cause__
        code = cause.code if isinstance(cause, NotConnectedError) else "refused"
        found("connect" if isinstance(cause, NotConnectedError) else "answers", Verdict.PROBLEM, code, str(error))
    finally:
        await api.close()
    return CheckReport(findings)
