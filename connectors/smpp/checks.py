"""The check of an account: connection, encryption, bind, and whether the provider answers."""

from __future__ import annotations

import asyncio

from connectors.smpp import pdu
from connectors.smpp.config import SmppOptions
from connectors.smpp.session import Session, SessionEndedError
from hub.ports import CheckReport, Finding, Network, Tell, Verdict, quietly

STEP_SECONDS = 5.0  # whatever the options say: a person waits
_COMMAND = {"transceiver": pdu.BIND_TRANSCEIVER, "pair": pdu.BIND_TRANSMITTER, "transmitter": pdu.BIND_TRANSMITTER}

# The step at which a session ended, and what to tell a terminal; the page translates the codes.
_FAILURES = {
    "refused": ("connect", "nothing answers, or it refuses: check address, port, firewall, allowed addresses"),
    "timeout": ("connect", "no answer in time: check address, port and firewall"),
    "not_smpp": ("connect", "something else than SMPP answers here, or TLS is on at one side only"),
    "tls_untrusted": ("tls", "the certificate is not trusted: set tls_ca_file, or switch tls_verify off"),
    "rejected": ("sign_in", "the system_id or the password is wrong"),
    "lost": ("answers", "the provider closed the connection"),
    "malformed": ("answers", "the provider sends what is no SMPP"),
    "no_pong": ("answers", "the provider does not answer"),
}  # fmt: skip


async def check(options: SmppOptions, network: Network, tell: Tell = quietly) -> CheckReport:
    """Bind, enquire and unbind. Never raises for the network."""
    findings: list[Finding] = []

    def found(step: str, verdict: Verdict, code: str, detail: str, **facts: str | int) -> None:
        findings.append(Finding(step, verdict, code, detail, facts))
        tell(findings[-1])

    hurried = options.model_copy(update={"connect_timeout": min(options.connect_timeout, STEP_SECONDS)})
    session = Session(hurried, lambda _session, _packet: None)
    try:
        await session.open(network, _COMMAND[options.bind])
        found("connect", Verdict.WELL, "well", f"connected to {options.host}:{options.port}")
        if options.tls:
            found(
                "tls", Verdict.WELL, "well", "encrypted" + ("" if options.tls_verify else ", certificate not checked")
            )
        else:
            found("tls", Verdict.NOTE, "password_in_clear", "the password and all texts cross the network as they are")
        found(
            "sign_in",
            Verdict.WELL,
            "well",
            f"bound as {options.system_id}" + f" to {session.smsc}" * bool(session.smsc),
        )
        await session.ask(pdu.ENQUIRE_LINK, b"", STEP_SECONDS)
        found("answers", Verdict.WELL, "well", "enquire_link is answered")
    except SessionEndedError as error:
        step, detail = _FAILURES.get(error.reason, ("address", "the address is refused"))
        facts = {"answer": error.answer} if error.answer else {}
        found(step, Verdict.PROBLEM, error.reason, detail + (f" ({error.answer})" if error.answer else ""), **facts)
    except TimeoutError:
        found("answers", Verdict.PROBLEM, "timeout", "enquire_link is not answered")
    finally:
        await asyncio.shield(session.close())
    return CheckReport(findings, session.smsc or None)
