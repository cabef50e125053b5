"""The card of a ringing call: who it is, what the keys do, and where it goes."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.site import SUPPORT, Person, Site, Visitors, call_bar, cards, open_tab, press_persian
from tests.e2e.words import say

MISSED = {one: say(one, "pops.missedCalls_one", count=number) for one, number in (("en", "1"), ("fa", "۱"))}


async def test_a_known_caller_is_shown_with_what_happened_last(
    site: Site, visitors: Visitors, agent: Person, colleague: Person
) -> None:
    customer, number = await site.customer("مینا رستگار")
    await site.admin.ask("POST", f"/api/customers/{customer['id']}/notes", {"text": "Prefers mornings", "pinned": True})
    await (await site.ring("101", number)).hang_up()
    page = await visitors.desk(agent, "101")
    persian = await visitors.desk(colleague, "102")
    await site.ring(SUPPORT, number)
    for view, language in ((page, "en"), (persian, "fa")):
        card = cards(view, language)
        await expect(card).to_contain_text("مینا رستگار")
        await expect(card).to_contain_text("support")
        await expect(card).to_contain_text("Prefers mornings")
        await expect(card).to_contain_text(MISSED[language])
    await expect(page).to_have_title(re.compile("مینا رستگار"))
    shown = await cards(persian, "fa").inner_text()
    assert "۹۱۲ ۴۰۰" in shown
    assert not re.search("[0-9]", shown)


@pytest.mark.parametrize(("code", "letter"), [("KeyO", "خ"), ("KeyN", "د")])
async def test_keys_work_on_a_persian_layout(
    site: Site, visitors: Visitors, agent: Person, code: str, letter: str
) -> None:
    customer, number = await site.customer("Keyboard Caller")
    page = await visitors.desk(agent, "101", "/calls")
    await site.ring("101", number)
    await expect(cards(page)).to_contain_text("Keyboard Caller")
    await press_persian(page, code, letter)
    if code == "KeyO":
        await expect(page).to_have_url(f"{site.url}/customers/{customer['id']}")
        return
    note = cards(page).get_by_role("textbox", name=say("en", "calls.notes.label"))
    await expect(note).to_be_focused()
    await note.press_sequentially("آدرس تازه")
    await expect(cards(page)).to_contain_text(say("en", "calls.notes.savedNow"))
    (call,) = (await site.admin.get("/api/calls/live"))["items"]
    assert call["notes"] == "آدرس تازه"


async def test_a_withheld_number_is_said_to_be_one(site: Site, visitors: Visitors) -> None:
    language = "fa"
    page = await visitors.desk(await site.person(language), "101")
    await site.ring("101", "")
    card = cards(page, language)
    await expect(card).to_contain_text(say(language, "pops.withheldHint"))
    await expect(card.get_by_role("button", name=say(language, "pops.note"))).to_be_visible()
    await expect(card.get_by_role("button", name=say(language, "pops.create"))).to_have_count(0)


async def test_an_unknown_caller_becomes_a_customer(site: Site, visitors: Visitors, agent: Person) -> None:
    number = site.unknown_number()
    page = await visitors.desk(agent, "101")
    await site.ring("101", number, name="SHOP 24")
    await expect(cards(page)).to_contain_text("SHOP 24")
    await press_persian(page, "KeyC", "ز")
    name = cards(page).get_by_label(say("en", "customers.form.name"))
    await expect(name).to_be_focused()
    await expect(name).to_have_value("SHOP 24")
    await name.fill("Corner Shop")
    await name.press("Enter")
    await expect(cards(page).get_by_role("button", name=say("en", "pops.notThem"))).to_be_visible()
    await expect(cards(page)).to_contain_text("Corner Shop")
    found = (await site.admin.get("/api/customers", q=number))["items"]
    assert [row["name"] for row in found] == ["Corner Shop"]


async def test_an_unknown_caller_is_linked_to_a_customer(site: Site, visitors: Visitors, agent: Person) -> None:
    customer, _ = await site.customer("Zeynab Linked")
    number = site.unknown_number()
    page = await visitors.desk(agent, "101")
    await site.ring("101", number)
    await cards(page).get_by_role("button", name=say("en", "pops.link")).click()
    await cards(page).get_by_label(say("en", "pops.linkTitle")).fill("zeynab")
    await cards(page).get_by_role("button", name="Zeynab Linked").click()
    await expect(cards(page).get_by_role("button", name=say("en", "pops.notThem"))).to_be_visible()
    await expect(cards(page)).to_contain_text("Zeynab Linked")
    values = [item["value"] for item in (await site.admin.get(f"/api/customers/{customer['id']}"))["identities"]]
    assert f"+98{number[1:]}" in values


async def test_one_of_several_people_is_picked_by_a_key(site: Site, visitors: Visitors) -> None:
    language = "fa"
    _, number = await site.customer("Shared One")
    await site.customer("Shared Two", number)
    page = await visitors.desk(await site.person(language), "101")
    await site.ring("101", number)
    people = cards(page, language).get_by_role("listitem").get_by_role("button")
    await expect(people).to_have_count(3)
    chosen = "Shared One" if "Shared One" in await people.nth(1).inner_text() else "Shared Two"
    await press_persian(page, "Digit2", "۲")
    await expect(cards(page, language).get_by_role("button", name=say(language, "pops.notThem"))).to_be_visible()
    await expect(cards(page, language)).to_contain_text(chosen)
    (call,) = (await site.admin.get("/api/calls/live"))["items"]
    assert (call["customer"]["name"], call["certainty"]) == (chosen, "confirmed")


async def test_none_of_several_people_leads_to_creating_one(site: Site, visitors: Visitors, agent: Person) -> None:
    _, number = await site.customer("Shared Three")
    await site.customer("Shared Four", number)
    page = await visitors.desk(agent, "101")
    await site.ring("101", number)
    await cards(page).get_by_role("button", name=say("en", "pops.noneOfThese")).click()
    await expect(cards(page).get_by_role("button", name=say("en", "pops.link"))).to_be_visible()
    await cards(page).get_by_role("button", name=say("en", "pops.create")).click()
    await cards(page).get_by_label(say("en", "customers.form.name")).fill("Shared Five")
    await cards(page).get_by_role("button", name=say("en", "pops.save")).click()
    await expect(cards(page)).to_contain_text("Shared Five")


async def test_the_card_never_takes_the_keyboard(site: Site, visitors: Visitors, agent: Person) -> None:
    _, number = await site.customer("Polite Caller")
    page = await visitors.desk(agent, "101", "/customers")
    search = page.get_by_role("searchbox", name=say("en", "customers.searchLabel"))
    await search.click()
    await search.press_sequentially("on")
    await site.ring("101", number)
    await expect(cards(page)).to_contain_text("Polite Caller")
    await expect(search).to_be_focused()
    await page.keyboard.type("onc1")  # each of them is a key of the card
    await expect(search).to_have_value("ononc1")
    await expect(cards(page).get_by_role("textbox")).to_have_count(0)
    assert "/customers?" in page.url


async def test_a_card_is_one_in_two_tabs_and_outlives_a_reload(site: Site, visitors: Visitors, agent: Person) -> None:
    _, number = await site.customer("Two Tabs")
    first = await visitors.desk(agent, "101")
    second = await open_tab(first.context, f"{site.url}/customers", "en")
    call = await site.ring("101", number)
    for page in (first, second):
        await expect(cards(page)).to_contain_text("Two Tabs")
    await first.reload()
    await expect(cards(first)).to_contain_text("Two Tabs")
    await first.keyboard.press("Escape")
    for page in (first, second):
        await expect(cards(page)).to_have_count(0)
    assert [pop["aside"] for pop in await pops_of(site, first)] == [True]
    await call.hang_up()


async def test_a_card_leaves_when_a_colleague_answers(
    site: Site, visitors: Visitors, agent: Person, colleague: Person
) -> None:
    _, number = await site.customer("Queue Caller")
    first = await visitors.desk(agent, "101")
    second = await visitors.desk(colleague, "102")
    await site.ring(SUPPORT, number, answers="102", after=2)
    await expect(cards(first)).to_contain_text("Queue Caller")
    await expect(cards(second, "fa")).to_contain_text("Queue Caller")
    await expect(cards(first)).to_contain_text(say("en", "pops.answeredBy", name=colleague.name))
    await expect(cards(first)).to_have_count(0)
    await expect(cards(second, "fa")).to_have_count(0)
    await expect(call_bar(second, "fa")).to_contain_text("Queue Caller")
    await expect(call_bar(first)).to_have_count(0)


async def test_several_cards_stack_and_the_keys_choose_among_them(
    site: Site, visitors: Visitors, agent: Person
) -> None:
    page = await visitors.desk(agent, "101")
    names = ("Caller A", "Caller B", "Caller C", "Caller D")
    customers = [await site.customer(name) for name in names]
    for count, (_, number) in enumerate(customers, start=1):
        await site.ring("101", number)
        await expect(cards(page)).to_have_count(min(count, 3))
    await expect(page.get_by_role("complementary", name=say("en", "pops.column"))).to_contain_text("1 more ringing")
    await page.keyboard.press("Alt+ArrowDown")
    await press_persian(page, "KeyO", "خ")
    await expect(page).to_have_url(f"{site.url}/customers/{customers[1][0]['id']}")


async def pops_of(site: Site, page: Page) -> list[dict[str, object]]:
    """The cards as the hub keeps them."""
    answer = await page.request.get(f"{site.url}/api/pops")
    return list((await answer.json())["items"])
