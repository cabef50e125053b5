"""What the demo's hub is connected to: a simulated phone, and a simulated SMS gateway with two lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from hub.demo.calls import ACCOUNT
from hub.demo.simulators import Gateway, Phone, Simulated, Simulator, find_gateway, find_phone, start
from hub.demo.texting import ACCOUNT as SERVICE
from hub.demo.texting import OWN
from hub.demo.texts import ADVERTS
from hub.settings import ConnectorAccount, Settings

NAMES: Final = {ACCOUNT: "Simulated phone", SERVICE: "Simulated SMS: service", ADVERTS: "Simulated SMS: offers"}
CURRENCIES: Final = {"fa": "IRR"}
LINES: Final = {SERVICE: (OWN["fa"], OWN["en"]), ADVERTS: ("30007650",)}


@dataclass(slots=True)
class Simulations:
    """Those that run."""

    phone: Phone | None = None
    gateway: Gateway | None = None

    def accounts_in(self, settings: Settings) -> Settings:
        """The settings with an account for each."""
        found: dict[str, dict[str, Any]] = {}
        if self.phone:
            found[ACCOUNT] = self.phone.options()
        if gateway := self.gateway:
            gateway.count_in(CURRENCIES.get(settings.organisation.language, "GBP"))
            found |= {account: gateway.options(account, lines) for account, lines in LINES.items()}
        if not found:
            return settings
        accounts = {name: ConnectorAccount.model_validate({**one, "name": NAMES[name]}) for name, one in found.items()}
        return settings.model_copy(update={"connectors": accounts})

    def post_to(self, address: str) -> None:
        """The hub serves there."""
        if self.gateway:
            for account in LINES:
                self.gateway.post_to(account, f"{address}/hooks/{account}")

    def hints(self, program: str, number: str) -> list[str]:
        """How to go on, for the terminal."""
        lines: list[str] = []
        if self.phone:
            lines += [
                "", "The simulated phone rings at the extension that you choose. Let it ring once more:",
                f"  {program} simulate call --from {number} --to 101{_moved(self.phone, find_phone())}",
            ]  # fmt: skip
        if self.gateway:
            lines += [
                "", "SMS go to a simulated gateway, never to anybody's phone. Let somebody write:",
                f'  {program} simulate sms --from {number} --text "…"{_moved(self.gateway, find_gateway())}',
            ]  # fmt: skip
        return lines

    async def stop(self) -> None:
        """End them."""
        for one in (self.phone, self.gateway):
            if one is not None:
                await one.stop()


async def start_all() -> Simulations:
    """Start each that is installed."""
    made = Simulations()
    try:
        if phone := find_phone():
            made.phone = await start(phone)
        if gateway := find_gateway():
            made.gateway = await start(gateway)
    except BaseException:
        await made.stop()
        raise
    return made


def _moved(one: Simulated, simulator: Simulator[Any] | None) -> str:
    """What to add where it does not listen at its usual port."""
    return "" if simulator is None or one.port == simulator.DEFAULT_PORT else f" --port {one.port}"
