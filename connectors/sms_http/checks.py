"""The check of an account: whether the gateway answers and lets us in, and what it is said to be."""

from __future__ import annotations

from connectors.sms_http.answers import NO_CURRENCY, balance
from connectors.sms_http.asking import concealed
from connectors.sms_http.config import SmsHttpOptions
from connectors.sms_http.description import Call
from connectors.sms_http.placeholders import LackingError
from connectors.sms_http.requests import Built, build
from connectors.sms_http.text import line
from connectors.sms_http.web import LostError, NotConnectedError, ask
from hub.ports import CheckReport, ConnectorError, Finding, NeedsSignIn, Network, Tell, Verdict, quietly

STEP_SECONDS = 10.0  # whatever the options say: a person waits
_CODES = {  # the page has texts of their own for those
    "unknown_host": "gateway_unknown_host", "refused": "gateway_refused", "timeout": "gateway_timeout",
    "tls_failed": "gateway_tls",
}  # fmt: skip


async def check(options: SmsHttpOptions, network: Network, tell: Tell = quietly) -> CheckReport:
    """Look at everything, send nothing, and ``tell`` of each step. Never raises for the network."""
    examination = _Examination(options, network, tell)
    examination.look_at_description()
    await examination.look_at_gateway()
    examination.look_at_hooks()
    return CheckReport(examination.findings)


class _Examination:
    """One check under way, and what it found until now."""

    def __init__(self, options: SmsHttpOptions, network: Network, tell: Tell) -> None:
        self.findings: list[Finding] = []
        self._options, self._network, self._tell = options, network, tell
        self._gateway = options.described()
        self._seconds = min(options.timeout, STEP_SECONDS)

    def look_at_description(self) -> None:
        """Whether a public document stands behind the preset."""
        if self._gateway.verified:
            self._find("description", Verdict.WELL, "well", f"described by {', '.join(self._gateway.sources)}")
        elif self._options.preset != "custom":
            detail = "not all of this description stands in a public document: send a test message"
            self._find("description", Verdict.WARNING, "gateway_unverified", detail)

    async def look_at_gateway(self) -> None:
        """Ask it what sends nothing."""
        try:
            await (self._sign_in(call) if (call := self._gateway.balance) else self._connect())
        except NotConnectedError as error:
            self._find("connect", Verdict.PROBLEM, _CODES.get(error.code, error.code), line(str(error)))
        except LostError:
            self._find("connect", Verdict.PROBLEM, "gateway_lost", "the gateway took the request and gave no answer")
        except NeedsSignIn as error:
            said = self._said(error)
            detail = f"the gateway does not let us in: {said}"
            self._find("sign_in", Verdict.PROBLEM, "gateway_rejected", detail, answer=said)
        except LackingError as error:
            self._find("sign_in", Verdict.PROBLEM, f"gateway_lacks_{error.name}", str(error))
        except ConnectorError as error:
            said = self._said(error)
            self._find("sign_in", Verdict.PROBLEM, "gateway_says", f"the gateway answers: {said}", answer=said)

    def look_at_hooks(self) -> None:
        """Whether the gateway can tell us anything by itself."""
        posts = bool(self._gateway.reports.hook or self._gateway.messages.hook)
        if posts and not self._options.hook_secret:
            detail = "without hook_secret nothing that the gateway posts is taken: reports, and messages that come in"
            self._find("hooks", Verdict.WARNING, "gateway_no_hook_secret", detail)

    async def _connect(self) -> None:
        await ask(self._network, Built("GET", self._options.base), self._seconds)
        self._find("connect", Verdict.WELL, "well", f"answers at {self._options.base}")
        detail = "this gateway has no question that sends nothing: send a test message"
        self._find("sign_in", Verdict.NOTE, "gateway_not_tried", detail)

    async def _sign_in(self, call: Call) -> None:
        given = {"from": self._options.sender, **self._options.access()}
        got = await ask(self._network, build(call.request, self._options.base, given), self._seconds)
        self._find("connect", Verdict.WELL, "well", f"answers at {self._options.base}")
        left = balance(self._gateway, call.answer, got)
        self._find("sign_in", Verdict.WELL, "well", "the gateway lets us in")
        code = "gateway_messages" if left.currency == NO_CURRENCY else "gateway_balance"
        verdict, code = (Verdict.WELL, code) if left.amount > 0 else (Verdict.WARNING, "gateway_no_balance")
        amount = format(left.amount, "f")
        detail = f"{amount} {left.currency} left"
        self._find("balance", verdict, code, detail, amount=amount, currency=left.currency)

    def _said(self, error: ConnectorError) -> str:
        return concealed(line(str(error)), self._options.secrets())

    def _find(self, step: str, verdict: Verdict, code: str, detail: str, **facts: str | int) -> None:
        self.findings.append(Finding(step, verdict, code, detail, facts))
        self._tell(self.findings[-1])
