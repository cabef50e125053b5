"""Who hands messages to providers. In the sandbox nobody is kept here, so that nobody can be reached."""

from __future__ import annotations

from hub.ports import SendsMessages


class Senders:
    """The senders of this process by channel and account; ``sandbox``: every message is captured instead."""

    def __init__(self, *, sandbox: bool) -> None:
        self.sandbox = sandbox
        self._kept: dict[str, dict[str, SendsMessages]] = {}

    def register(self, channel: str, account: str, sender: SendsMessages) -> None:
        """Let messages of the channel go out by this sender. In the sandbox it is not kept."""
        if not self.sandbox:
            self._kept.setdefault(channel, {})[account] = sender

    def forget(self, account: str) -> None:
        """The account is gone."""
        for senders in self._kept.values():
            senders.pop(account, None)

    def has(self, channel: str, account: str, sender: object) -> bool:
        """Whether this very one is the account's, and none that took its place."""
        return self._kept.get(channel, {}).get(account) is sender

    def find(self, channel: str, account: str | None) -> tuple[str, SendsMessages] | None:
        """The sender of the account, or the first of the channel where none is named; with its account."""
        senders = self._kept.get(channel, {})
        name = next(iter(senders), None) if account is None else account
        return (name, senders[name]) if name in senders else None
