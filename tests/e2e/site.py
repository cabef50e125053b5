"""The demo's data behind a simulated phone that rings only when a test says so, and browsers on it."""

from __future__ import annotations

import itertools
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page

from connectors.asterisk.simulator import Behaviour, Habits, SimulatedPbx
from connectors.asterisk.simulator.calls import HangUp, Plan
from tests.e2e.contexts import Contexts
from tests.e2e.watch import POLICY, Watch
from tests.e2e.words import say
from tests.support.agent import Agent, Entity, sign_in
from tests.support.hub_process import HubProcess, launch
from tests.support.waiting import until

DEMO_PASSWORD = "peyvand-demo"
PASSWORD = "correct horse battery"
ADMIN = "alex@demo.example"
LONG = 600.0  # seconds: longer than any test
HABITS = Habits(desk_ring=0.2, plan=Plan(ring_seconds=0.2, talk_seconds=LONG))
SUPPORT = "1000"
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Person:
    """A user of the hub."""

    id: str
    name: str
    email: str
    language: str
    password: str = PASSWORD


@dataclass
class Site:
    """A hub in a process of its own; ``url`` is where it is opened."""

    url: str
    hub: HubProcess
    admin: Agent
    phone: SimulatedPbx
    store: str
    config: Path
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def person(self, language: str = "en", role: str = "agent", name: str | None = None) -> Person:
        """A new user."""
        number = next(self._numbers)
        name = name or f"{'کاربر' if language == 'fa' else 'User'} {number}"
        new = {"name": name, "email": f"user{number}@example.com", "language": language}
        made = await self.admin.ask("POST", "/api/users", new | {"role": role, "password": PASSWORD})
        return Person(made["id"], name, new["email"], language)

    async def customer(self, name: str, number: str | None = None) -> tuple[Entity, str]:
        """A new customer who calls from a number of their own, or from the given one; and that number."""
        number = number or self.unknown_number()
        person = {"name": name, "identities": [{"kind": "phone", "value": number}]}
        return await self.admin.ask("POST", "/api/customers", person), number

    def unknown_number(self) -> str:
        """A number that nobody has."""
        return f"0912400{next(self._numbers):04}"

    async def ring(
        self, to: str, number: str, *, answers: str | None = None, after: float = LONG, name: str | None = None
    ) -> Ringing:
        """Let ``number`` (empty: withheld) call; ``answers`` picks up ``after`` so many seconds."""
        behaviour = Behaviour.ANSWER if answers else Behaviour.MISS
        call = await self.phone.call(
            number, to, name=name, behaviour=behaviour, ring_seconds=after, talk_seconds=LONG, answered_by=answers
        )
        return Ringing(self.phone, call.channel)

    async def extension(self, number: str) -> Entity:
        """An extension of the demo."""
        items = (await self.admin.get("/api/extensions"))["items"]
        return next(item for item in items if item["number"] == number)

    async def connected(self) -> None:
        """Wait until the hub and the simulated phone talk to each other."""

        async def standing() -> bool:
            items = (await self.admin.get("/api/connectors"))["items"]
            return bool(items) and all(item["connection"] == "connected" for item in items)

        await until(standing, 20, "the connection with the simulated phone")

    async def require_results(self, required: bool) -> None:
        """Whether calls of the queue sales must have a result, as the demo has it."""
        items = (await self.admin.get("/api/dispositions/required"))["items"]
        of_demo = ("queue", "sales", "pbx")  # another test adds a phone system that has such a queue, too
        (sales,) = [item["item_id"] for item in items if (item["kind"], item["name"], item["detail"]) == of_demo]
        await self.admin.ask("PUT", f"/api/dispositions/required/queue/{sales}", {"required": required})

    async def quiet(self) -> None:
        """End every call."""
        channels = self.phone.exchange.channels
        for channel in tuple(channels.values()):
            channel.call.post(HangUp(channel))
        await until(lambda: not channels, what="silence")

    async def stop(self, how: signal.Signals) -> None:
        """End the hub: asked to, or (SIGKILL) as a power cut would."""
        if how == signal.SIGKILL:
            await self.hub.kill()
        else:
            assert await self.hub.stop(how) == 0

    async def start(self) -> None:
        """Start the hub again, at the same address and on the same store."""
        command = ("--config", str(self.config), "demo")
        log = self.hub.log.with_name(f"hub-{next(self._numbers)}.log")
        self.hub = launch(self.store, log, command, port=self.hub.port)
        await self.hub.ready()


class Ringing:
    """A call that a test placed."""

    def __init__(self, phone: SimulatedPbx, channel: str) -> None:
        self._phone = phone
        self._channel = channel

    async def hang_up(self) -> None:
        """The caller gives up, or ends the talk; nothing when the call is over already."""
        if channel := self._phone.exchange.channels.get(self._channel):
            channel.call.post(HangUp(channel))
        await until(lambda: self._channel not in self._phone.exchange.channels, what="the caller's end")


@dataclass
class Visitors:
    """Opens browsers' contexts, each watched, and keeps them for the screenshots of a failed test."""

    kept: Contexts
    site: Site
    watch: Watch = field(default_factory=Watch)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def context(self, *, anew: bool = False, **options: Any) -> BrowserContext:
        """A browser of its own; ``anew``: with an empty cache, and for this test alone, which may change it."""
        wanted = {"viewport": WIDE, "locale": "en", "reduced_motion": "reduce"} | options
        context = await (self.kept.browser.new_context(**wanted) if anew else self.kept.lend(wanted))
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        if anew:
            await context.add_init_script(POLICY)
        self.watch.follow(context)
        return context

    async def leave(self) -> None:
        """Give all of them back."""
        for context in self.contexts:
            await self.kept.take_back(context)
            self.watch.leave(context)

    async def page(self, path: str = "/", *, url: str | None = None, **options: Any) -> Page:
        """A browser in which nobody has signed in, at this path."""
        page = await (await self.context(anew=url is not None, **options)).new_page()
        await page.goto((url or self.site.url) + path)
        return page

    async def signed_in(
        self, person: Person, extension: str | None = None, *, url: str | None = None, **options: Any
    ) -> BrowserContext:
        """A browser in which this person has signed in, at the phone with that number."""
        options = {"anew": url is not None} | options
        url = url or self.site.url
        context = await self.context(**options)
        form: Entity = {"email": person.email, "password": person.password}
        if extension:
            form["extension_id"] = (await self.site.extension(extension))["id"]
        answer = await context.request.post(f"{url}/api/session", data=form, headers={"Origin": url})
        assert answer.ok, await answer.text()
        return context

    async def desk(self, person: Person, extension: str | None = None, path: str = "/desk", **options: Any) -> Page:
        """A page of somebody who has signed in, once its live updates have begun."""
        context = await self.signed_in(person, extension, **options)
        return await open_tab(context, (options.get("url") or self.site.url) + path, person.language)


async def open_tab(context: BrowserContext, address: str, language: str) -> Page:
    """Another tab of this browser; returns when the person's presence is shown, which comes by the live updates."""
    page = await context.new_page()
    await page.goto(address)
    await page.get_by_text(say(language, "shell.presence.yours")).first.wait_for(state="attached")
    return page


def cards(page: Page, language: str = "en") -> Locator:
    """The cards of ringing calls."""
    return page.get_by_role("complementary", name=say(language, "pops.column")).get_by_role("article")


def call_bar(page: Page, language: str = "en") -> Locator:
    """The bar of the person's own call."""
    return page.get_by_role("region", name=say(language, "calls.bar.label"))


async def press_persian(page: Page, code: str, letter: str) -> None:
    """Press a physical key of a Persian layout: the browser reports its ``code``, and the Persian letter as its key."""
    session = await page.context.new_cdp_session(page)
    key = {"code": code, "key": letter, "windowsVirtualKeyCode": ord(code[-1])}
    await session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **key})
    await session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    await session.detach()


async def admin_of(url: str) -> Agent:
    """The demo's administrator, at the API."""
    return await sign_in(url, ADMIN, DEMO_PASSWORD)
