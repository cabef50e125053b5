/** The customer whose row holds this element. */
export function rowIdOf(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-row]')?.dataset.row ?? null) : null;
}

/** Moves the keyboard to the row `step` further; the first one where none has it. 0 stays. */
export function moveFocus(body: HTMLElement | null, step: number): void {
  const links = [...(body?.querySelectorAll<HTMLElement>('[data-row] a[data-name]') ?? [])];
  const row = document.activeElement?.closest('[data-row]');
  const at = links.findIndex((link) => row?.contains(link));
  const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1);
  links[next]?.focus();
  links[next]?.scrollIntoView({ block: 'nearest' });
}
