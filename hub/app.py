"""The only wiring place: the kernel, the areas and the connectors become one application."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from hub import (
    accounts,
    attachments,
    calls,
    channels,
    consent,
    conversations,
    customers,
    dispositions,
    housekeeping,
    inbound,
    messaging,
    metrics,
    modules,
    parked,
    presence,
    queues,
    search,
    teams,
    timeline,
    views,
)
from hub.accounts import HOOKS
from hub.blobs import Blobs, DirectoryStorage
from hub.channels import Configured
from hub.db import Database
from hub.db.notify import Signals
from hub.intake import UNREAD, Intake
from hub.jobs import Handlers, Workers
from hub.leases import LeaseKeeper
from hub.lines import Lines
from hub.network import GuardedNetwork
from hub.realtime import Realtime, Rooms
from hub.settings import Settings
from hub.templating import OwnTexts, load_own_texts
from hub.timeline import OpenItem
from hub.version import VERSION
from hub.web import SERVICES, Routes, build_application
from hub.wiring import HubKit, connectors

ROLES = frozenset({"web", "worker", "connectors"})
COMMANDS_AT_ONCE = 32  # for each PBX: click to dial waits until the phone is picked up
MESSAGES_AT_ONCE = 16  # that a process hands to providers: they answer slower than they take
AT_ONCE = {"calls": COMMANDS_AT_ONCE, "messages": MESSAGES_AT_ONCE}
AREAS: tuple[Routes, ...] = (
    accounts.routes, calls.call_routes, calls.extension_routes, customers.routes, timeline.routes,
    customers.timeline_routes, customers.identity_routes, customers.merge_routes, customers.duplicate_routes,
    customers.field_routes, customers.tag_routes, customers.list_routes, customers.search_routes, views.routes,
    presence.routes, queues.routes, channels.routes, consent.routes, consent.public_routes, consent.file_routes,
    consent.import_routes, parked.routes, messaging.routes, messaging.write_routes, modules.routes,
    channels.hook_routes, conversations.routes, dispositions.routes, attachments.routes,
)  # fmt: skip
"""The routes of the kernel, which are always there; ``hub.wiring`` has those of the modules."""
HUB: web.AppKey[Hub] = web.AppKey("hub")


def every_area() -> list[Routes]:
    """The routes of the kernel and of all modules, switched on or not; imports them all."""
    wirings = [importlib.import_module(module.wiring) for module in modules.CATALOGUE if module.wiring]
    return [*AREAS, *(routes for wiring in wirings for routes in wiring.ROUTES)]


@dataclass(slots=True)
class Hub:
    """What one process runs."""

    settings: Settings
    db: Database
    roles: frozenset[str] = ROLES
    seats: calls.Seats = field(default_factory=calls.Seats)
    rooms: Rooms = field(default_factory=Rooms)
    handlers: Handlers = field(default_factory=Handlers)
    lines: Lines = field(init=False)
    owned: teams.Owned = field(default_factory=dict)
    needed: Mapping[str, bool] = field(default_factory=dict)
    modules: modules.Modules = field(init=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.db)
        known = [*modules.CATALOGUE, *connectors.connector_modules()]
        self.modules = modules.Modules(self.db, known, {**self.settings.modules, **self.needed})

    @property
    def blobs(self) -> Blobs:
        """Where files are kept."""
        return Blobs(self.db, DirectoryStorage(self.settings.blobs.directory))

    @property
    def numbering(self) -> calls.Numbering:
        """How local numbers are read."""
        place = self.settings.organisation
        return calls.Numbering(place.region, place.area_code, self.lines, self.settings.recordings.record)


def build(
    settings: Settings, db: Database, configured: list[Configured], roles: frozenset[str] = ROLES,
    texts: OwnTexts | None = None,
) -> web.Application:  # fmt: skip
    """The application; it starts nothing until it is run. ``texts``: what it writes, read anew where not given."""
    connectors.refuse_contradiction(configured, settings.modules)
    hub = Hub(settings, db, roles, needed=connectors.needed_by(configured))
    app = build_application(settings, db, AREAS, authenticate=accounts.authenticate, version=VERSION)
    app[HUB] = hub
    _wire_areas(app, hub, texts or load_own_texts(settings.templates.folder))
    realtime = _realtime(hub)
    app[accounts.REALTIME] = realtime
    realtime.on_activity = lambda user: accounts.record_activity(db, user)
    realtime.attach(app)
    app.cleanup_ctx.append(_background(hub, configured, realtime))
    return app


def _wire_areas(app: web.Application, hub: Hub, texts: OwnTexts) -> None:
    numbering = hub.numbering
    app[calls.NUMBERING], app[calls.SEATS] = numbering, hub.seats
    app[customers.WAITING] = _no_promises
    app[customers.CHOOSE] = calls.choosing(numbering)
    app[customers.REGROUPED] = calls.regrouping(numbering)
    app[views.AREAS] = dict.fromkeys(("customers", "organisations"), customers.VIEW_AREA)
    HOOKS.find_extension, presence.HOOKS.find_numbers = calls.seat_of, calls.numbers_of
    _wire_queues(app, hub)
    HOOKS.signed_in, HOOKS.signed_out = [hub.seats.sit_on_sign_in], [hub.seats.leave]
    excuse = queues.excusing(numbering)
    HOOKS.user_changed = [hub.seats.follow_role, lambda tx, user_id: excuse(tx, [user_id])]
    HOOKS.rights_lost = [hub.seats.follow_rights, excuse]
    consent.follow(hub.settings, texts)
    _wire_messaging(hub, texts)
    customers.HOOKS.consents_of = consent.consents_of
    presence.follow_accounts()
    presence.register(hub.handlers)
    calls.add_rooms(hub.rooms, numbering)
    customers.add_rooms(hub.rooms)
    presence.add_rooms(hub.rooms)
    hub.rooms.add_to_me(timeline.add_to_me)
    channels.add_rooms(hub.rooms)
    parked.add_rooms(hub.rooms)
    consent.add_rooms(hub.rooms)
    hub.handlers.given_up = parked.tell_dead
    hub.owned["queue"] = queues.list_items
    app[dispositions.REQUIRABLE] = hub.owned
    app[modules.MODULES], app[modules.USED_BY] = hub.modules, connectors.used_by
    modules.add_rooms(hub.rooms, hub.modules)
    customers.register_fields(hub.handlers)
    search.register(hub.handlers)
    customers.register_contacts(hub.handlers)
    customers.register_duplicates(hub.handlers)
    housekeeping.register(hub.handlers, hub.settings)
    inbound.register(hub.handlers)
    consent.register(hub.handlers)
    consent.register_imports(hub.handlers, hub.settings)


async def _no_promises(*_about: object) -> list[OpenItem]:
    """What waits for somebody where nobody keeps tasks."""
    return []


def _wire_messaging(hub: Hub, texts: OwnTexts) -> None:
    """In the sandbox no sender is kept, so that none can be reached."""
    senders = messaging.HOOKS.senders = messaging.Senders(sandbox=hub.settings.sandbox)
    messaging.register(hub.handlers, senders)
    messaging.register_early(hub.handlers)
    messaging.register_retention(hub.handlers, hub.settings)
    messaging.follow(hub.settings, texts)
    answering = conversations.Answering.of(hub.settings, texts)
    replies = conversations.AutoReplies(answering)
    inbound.HOOKS.arrived = [attachments.follow, conversations.follow_arrivals, answering.follow, replies.follow]
    messaging.HOOKS.written = [conversations.follow_written]
    conversations.register(hub.handlers)
    conversations.add_rooms(hub.rooms)
    messaging.add_rooms(hub.rooms)


def _sending(hub: Hub, workers: Workers) -> channels.Sending:
    return messaging.AtWork(hub.db, messaging.HOOKS.senders, workers).sending


def _hooks_of(public_url: str | None) -> Callable[[str], str | None]:
    """Where the provider of an account posts to, as far as the settings say the hub's address."""
    return lambda account: f"{public_url.rstrip('/')}/hooks/{account}" if public_url else None


def _wire_parked(hub: Hub, intake: Intake, setups: channels.Setups) -> None:
    """How each kind of what could not be processed is tried again."""

    async def read_again(account: str | None, payload: dict[str, Any]) -> None:
        name = account or ""
        await intake.take_read(name, await channels.read_again(hub.db, setups, name, payload))

    reports = messaging.take_report_again(hub.db)
    ways = {inbound.PARKED: intake.take_again, UNREAD: read_again, messaging.PARKED_REPORT: reports}
    parked.register(hub.handlers, ways)


def _wire_queues(app: web.Application, hub: Hub) -> None:
    """Presence, seats and the telephone systems' queues follow each other."""
    rules = hub.settings.presence
    app[queues.RULES] = queues.Rules(join_any=rules.join_any_queue)
    presence.HOOKS.find_phones, presence.HOOKS.chosen = queues.troubles, [queues.follow_choice]
    presence.HOOKS.wrap_up = queues.wrapping_up(rules.wrap_up_seconds)
    presence.HOOKS.owed, presence.HOOKS.still_owed = queues.owed, queues.still_owed
    dispositions.HOOKS.less_wanted = presence.forgive
    hub.seats.moving = [queues.moving(rules.leave_queues)]


def _realtime(hub: Hub) -> Realtime:
    redis = hub.settings.redis.url
    return Realtime(
        hub.db, hub.rooms, redis_url=redis.get_secret_value() if redis else None,
        public_url=hub.settings.http.public_url,
    )  # fmt: skip


def _accounts(
    hub: Hub, configured: list[Configured], intake: Intake, setups: channels.Setups, workers: Workers, signals: Signals
) -> channels.Accounts:
    return channels.Accounts(
        hub.db, LeaseKeeper(hub.db), configured if "connectors" in hub.roles else [], intake.receive,
        workers=workers, signals=signals, recovery=intake, queues=intake.receive_queues,
        load=setups.load, network=GuardedNetwork(hub.settings.http.port), sending=_sending(hub, workers),
        post=intake, hooks=_hooks_of(hub.settings.http.public_url), clear=intake.clear,
        able=hub.seats.tell,
    )  # fmt: skip


def _wire_attachments(hub: Hub, running: channels.Accounts) -> None:
    """Only a process with the accounts fetches: it knows what lets the hub in."""
    settings = hub.settings.attachments
    attachments.register_retention(hub.handlers, hub.blobs, settings.keep_days)
    if "connectors" in hub.roles:
        places = attachments.Places(hub.settings.http.port, settings.timeout)
        fetcher = attachments.Fetcher(hub.db, hub.blobs, running.media, places, max_bytes=settings.max_bytes)
        attachments.register(hub.handlers, fetcher)


async def _open_setups(app: web.Application, hub: Hub, configured: list[Configured]) -> channels.Setups:
    setups = app[channels.SETUPS] = channels.Setups(
        hub.settings, configured, is_on=lambda kind: hub.modules.is_on(connectors.key_of(kind))
    )
    await setups.open()
    await channels.tell_missing(hub.db, setups.keyring)
    channels.register_keys(hub.handlers, setups.keyring)
    return setups


def _hooked(
    app: web.Application, hub: Hub, configured: list[Configured], intake: Intake, signals: Signals
) -> channels.HookedAccounts:
    """The accounts that providers post to, in every process that serves the web."""
    hooked = app[channels.HOOKED] = channels.HookedAccounts(hub.db, configured, app[channels.SETUPS].load)
    app[channels.KEEPS] = intake
    hooked.use(signals)
    return hooked


def _background(
    hub: Hub, configured: list[Configured], realtime: Realtime
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def run(app: web.Application) -> AsyncIterator[None]:
        signals = Signals(hub.db)
        realtime.use(signals)
        hub.modules.use(signals)
        workers = Workers(hub.db, hub.handlers, sizes=AT_ONCE, signals=signals)
        intake = Intake(hub.db, hub.numbering, hub.seats)
        setups = await _open_setups(app, hub, configured)
        _wire_parked(hub, intake, setups)
        hooked = _hooked(app, hub, configured, intake, signals)
        running = _accounts(hub, configured, intake, setups, workers, signals)
        app[channels.ACCOUNTS] = running
        calls.register(hub.handlers, running.execute)
        queues.register(hub.handlers, running.execute_queue)
        _wire_attachments(hub, running)
        kit = HubKit(
            hub.db, hub.settings, hub.rooms, hub.handlers, signals, app[SERVICES],
            roles=hub.roles, blobs=hub.blobs, lines=hub.lines, owned=hub.owned, audio=running.audio,
            keyring=setups.keyring,
        )  # fmt: skip
        hub.modules.attach(app, kit)
        hub.modules.after_change = [workers.refresh, realtime.recheck, running.look_again, hooked.look_again]
        running.after_change.append(hooked.load)
        await accounts.prepare_setup(hub.db, hub.settings, hub.settings.blobs.directory.parent)
        async with (
            metrics.watched_loop(),
            messaging.started(hub.db, on=hub.settings.sandbox),
            presence.followed_sockets(hub.db, realtime.clients.users, wait=realtime.arrivals),
        ):
            await signals.start()
            await hub.modules.start()
            intake.start()
            if hub.roles & {"worker", "connectors"}:
                await workers.start()
            if "connectors" in hub.roles:
                await running.start()
            if "web" in hub.roles:
                await hooked.start()
            yield
            await hooked.stop()
            await running.stop()
            await workers.stop()
            await intake.stop()
            await hub.modules.stop()
            await signals.stop()

    return run
