"""Looking at what a page shows: axe finds nothing, and no screen is too narrow for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

from tests.e2e.site import PHONE, WIDE
from tests.e2e.words import say
from tests.support.agent import Entity

AXE: Entity = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}  # WCAG 2.2 AA
SCHEMES = {"fa": "dark", "en": "light"}  # the colours are the same in both languages
OVERFLOW = """() => {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth === clientWidth) return [];
  const out = ({ left, right }) => left < -1 || right > clientWidth + 1;
  const wide = [...document.querySelectorAll('body *')].filter((element) => out(element.getBoundingClientRect()));
  return [`${scrollWidth - clientWidth} px`, ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
}"""
LOOK = """async (rules) => {
  for (const row of document.querySelectorAll('[data-like-the-first]')) delete row.dataset.likeTheFirst;
  for (const rows of document.querySelectorAll('tbody, ul, ol, [role=list], [role=rowgroup], [role=feed]'))
    for (const row of [...rows.children].slice(15)) row.dataset.likeTheFirst = '';
  const some = document.querySelector('[data-like-the-first]') ? { exclude: ['[data-like-the-first]'] } : document;
  return (await axe.run(some, rules)).violations;
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
    found: list[str] = field(default_factory=list)

    async def look(self, name: str, *, phone: bool = True) -> None:
        """Check what the page shows now."""
        await self.page.evaluate("document.fonts.ready")
        for violation in await self._axe() and await self._axe_at_rest():
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

    async def _axe(self) -> list[Entity]:
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(AXE_SCRIPT)
        return list(await self.page.evaluate(LOOK, AXE))

    async def _axe_at_rest(self) -> list[Entity]:
        """What is still wrong when nothing moves: a dialog on its way in has no name yet."""
        await self.page.evaluate(REST)
        return await self._axe()

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
        await self.look(name)
        await self.page.keyboard.press("Escape")
        await self.page.get_by_role("dialog").wait_for(state="hidden")
