"""Looking at what a page shows: axe finds nothing, and no screen is too narrow for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

from tests.e2e.site import PHONE, WIDE
from tests.e2e.words import say
from tests.support.agent import Entity

AXE: Entity = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}  # WCAG 2.2 AA
# what is not the same in the other language: its colours are, and the length of its words
LOOKS: Entity = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]},
}
SCHEMES = {"fa": "dark", "en": "light"}  # the colours are the same in both languages
OVERFLOW = """() => {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth === clientWidth) return [];
  const out = ({ left, right }) => left < -1 || right > clientWidth + 1;
  const wide = [...document.querySelectorAll('body *')].filter((element) => out(element.getBoundingClientRect()));
  return [`${scrollWidth - clientWidth} px`, ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
}"""
# Not again: rows like those before them, the navigation that other pages have shown, and what is under a dialog.
LOOK = """async ([rules, dialog]) => {
  for (const old of document.querySelectorAll('[data-seen]')) delete old.dataset.seen;
  for (const rows of document.querySelectorAll('tbody, ul, ol, [role=list], [role=rowgroup], [role=feed]'))
    for (const row of [...rows.children].slice(8)) row.dataset.seen = '';
  const seen = (window.navigationSeen ??= new Set());
  for (const one of document.querySelectorAll('nav')) {
    if (seen.has(one.ariaLabel)) one.dataset.seen = '';
    seen.add(one.ariaLabel);
  }
  const include = dialog ? ['[role=dialog], dialog[open]'] : ['html'];
  const exclude = document.querySelector('[data-seen]') ? { exclude: ['[data-seen]'] } : {};
  return (await axe.run({ include, ...exclude }, rules)).violations;
}"""
REST = """async () => {
  await Promise.allSettled(document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime < 5000)
    .map((one) => one.finished));
  for (let frame = 0; frame < 2; frame += 1) await new Promise((done) => requestAnimationFrame(done));
}"""


@dataclass
class Inspection:
    """Looks at one page after the other, and collects what is wrong with any of them."""

    page: Page
    language: str
    rules: Entity = field(default_factory=lambda: AXE)
    found: list[str] = field(default_factory=list)

    async def look(self, name: str, *, phone: bool = True, dialog: bool = False) -> None:
        """Check what the page, or the dialog on it, shows now."""
        await self.page.evaluate("document.fonts.ready")
        for violation in await self._axe(dialog) and await self._axe_at_rest(dialog):
            nodes = "; ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:3])
            self.found.append(f"{name}: {violation['id']}: {violation['help']}: {nodes}")
        await self._measure(name)
        if phone:
            await self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
            await self._measure(f"{name} on a phone")
            await self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    async def _measure(self, name: str) -> None:
        if wide := await self.page.evaluate(OVERFLOW):
            self.found.append(f"{name} is wider than the screen: {wide}")

    async def _axe(self, dialog: bool) -> list[Entity]:
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(AXE_SCRIPT)
        return list(await self.page.evaluate(LOOK, [self.rules, dialog]))

    async def _axe_at_rest(self, dialog: bool) -> list[Entity]:
        """What is still wrong when nothing moves: a dialog on its way in has no name yet."""
        await self.page.evaluate(REST)
        return await self._axe(dialog)

    def finish(self) -> None:
        """Fail with everything that was found."""
        assert not self.found, "\n".join(self.found)

    async def press(self, key: str, role: str = "button", **values: str) -> None:
        """Press the first control that is called so."""
        name = say(self.language, key, **values)
        await self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    async def dialog(self, name: str) -> None:
        """Check the dialog that was just opened, and close it."""
        await self.page.get_by_role("dialog").wait_for()
        await self.look(name, dialog=True)
        await self.page.keyboard.press("Escape")
        await self.page.get_by_role("dialog").wait_for(state="hidden")
