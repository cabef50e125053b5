"""How a provider's refusal is told to the hub."""

from __future__ import annotations


class ConnectorError(Exception):
    """Something about the provider; ``str()`` is one sentence that may be shown to an administrator.

    ``cause`` is a stable word that the translations know (``hub.jobs.CAUSES``), where a more exact one is known.
    """

    cause = "refused"

    def __init__(self, reason: str = "", *, cause: str | None = None) -> None:
        super().__init__(reason)
        self.cause = cause or type(self).cause


class RetryLater(ConnectorError):
    """The provider cannot do it now; try again ``after`` seconds (None: when the hub thinks fit)."""

    cause = "not_now"

    def __init__(self, reason: str, after: float | None = None, *, cause: str | None = None) -> None:
        super().__init__(reason, cause=cause)
        self.after = after


class Refused(ConnectorError):
    """The provider will not do this, however often it is asked."""


class NotBegun(Refused):
    """The provider said yes, and nothing came of it."""


class Unheeded(Refused):
    """The provider passed it on, and the phone did not do it."""


class NeedsSignIn(ConnectorError):
    """The provider does not accept the credentials any more."""

    cause = "sign_in"


class Uncertain(ConnectorError):
    """It may or may not have happened: the connection broke before the answer."""

    cause = "uncertain"
