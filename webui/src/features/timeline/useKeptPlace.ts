import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

const AT_TOP_PX = 24;
const REMEMBERED = 6;

interface Mark {
  id: string;
  /** px from the scrolling box's upper edge. */
  top: number;
}

const rowsOf = (box: HTMLElement) => [...box.querySelectorAll<HTMLElement>('[data-entry]')];

/** What scrolls: the list itself, or on narrow screens the whole page. */
function scrollerOf(box: HTMLElement): HTMLElement {
  let element: HTMLElement = box;
  while (element.parentElement && !/auto|scroll/.test(getComputedStyle(element).overflowY)) element = element.parentElement;
  return element;
}

const edgeOf = (box: HTMLElement) => scrollerOf(box).getBoundingClientRect().top;

/** The first rows that are in sight, found by halving: hundreds are drawn. */
function marksOf(box: HTMLElement): Mark[] {
  const rows = rowsOf(box);
  const edge = edgeOf(box);
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
    else low = middle + 1;
  }
  return rows.slice(low, low + REMEMBERED).map((row) => ({ id: row.dataset.entry ?? '', top: row.getBoundingClientRect().top - edge }));
}

function isAtTop(box: HTMLElement): boolean {
  const scroller = scrollerOf(box);
  return scroller === box ? box.scrollTop <= AT_TOP_PX : box.getBoundingClientRect().top >= edgeOf(box) - AT_TOP_PX;
}

/** Back to the newest. */
export function scrollToTop(box: HTMLElement | null): void {
  if (!box) return;
  const scroller = scrollerOf(box);
  if (scroller === box) box.scrollTo({ top: 0 });
  else scroller.scrollBy({ top: box.getBoundingClientRect().top - edgeOf(box) });
}

/**
 * Keeps what is being read where it is while entries come and go above it. The browser's own anchoring is not enough: it gives up
 * when pages above are dropped. `watched` is whatever changes the rows. `onTop` hears whether the newest row is in sight.
 */
export function useKeptPlace(box: RefObject<HTMLElement | null>, watched: unknown, onTop: (top: boolean) => void) {
  const marks = useRef<Mark[]>([]);
  useEffect(() => {
    const element = box.current && scrollerOf(box.current);
    if (!element) return;
    let frame = 0;
    const onScroll = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => remember(box.current, marks, onTop));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', onScroll);
    };
  }, [box, onTop]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element && !isAtTop(element)) restore(element, marks.current);
    remember(element, marks, onTop);
  }, [box, watched, onTop]);
}

function remember(box: HTMLElement | null, marks: RefObject<Mark[]>, onTop: (top: boolean) => void): void {
  if (!box) return;
  marks.current = marksOf(box);
  onTop(isAtTop(box));
}

function restore(box: HTMLElement, marks: readonly Mark[]): void {
  const rows = new Map(rowsOf(box).map((row) => [row.dataset.entry, row]));
  const kept = marks.find(({ id }) => rows.has(id));
  const row = kept && rows.get(kept.id);
  if (!row) return;
  const moved = row.getBoundingClientRect().top - edgeOf(box) - kept.top;
  if (Math.abs(moved) >= 1) scrollerOf(box).scrollTop += moved;
}

/** Brings a row into sight below the day's heading and gives it the focus. */
export function focusRow(row: HTMLElement | undefined): void {
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}

/** Moves the focus over the rows, from the focused one, else from the first in sight. */
export function stepRow(box: HTMLElement | null, step: 1 | -1): void {
  if (!box) return;
  const rows = rowsOf(box);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const first = rows.findIndex((row) => row.dataset.entry === marksOf(box)[0]?.id);
  focusRow(rows[at < 0 ? Math.max(first, 0) : Math.min(Math.max(at + step, 0), rows.length - 1)]);
}
