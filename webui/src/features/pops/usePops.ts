import { useEffect, useMemo, useReducer, useState } from 'react';

import type { Pop } from '@/api';
import { hubNow } from '@/lib/clock';
import { useEntities } from '@/lib/socket';

import { FAREWELL_MS, inColumn, isLeaving, keyedCard, neighbour } from './order';

/** Draws again when the next card's farewell is over. */
function useFarewells(pops: readonly Pop[]): void {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const ends = pops.filter((pop) => isLeaving(pop, hubNow())).map((pop) => Date.parse(pop.ended_at ?? '') + FAREWELL_MS);
    if (ends.length === 0) return;
    const timer = window.setTimeout(draw, Math.max(50, Math.min(...ends) - hubNow() + 20));
    return () => window.clearTimeout(timer);
  });
}

/** The cards of the column and which of them takes the keys. Everything comes from room `me`; only the outline is this tab's own. */
export function usePops() {
  const pops = useEntities<Pop>('pop', 'me');
  const [chosen, choose] = useState<string | null>(null);
  useFarewells(pops);
  const cards = inColumn(pops, hubNow());
  const keyed = keyedCard(cards, chosen);
  const keyedId = keyed?.id ?? null;
  const move = (step: 1 | -1) => choose(neighbour(cards, keyedId, step)?.id ?? null);
  return { cards, keyed, choose, move };
}

/** What a card shows besides the caller: a note, or a form. */
export type Panel = 'note' | 'create' | 'link' | 'follow';

/** At most one card has something open. */
export function usePanel() {
  const [open, setOpen] = useState<{ pop: string; panel: Panel } | null>(null);
  return useMemo(
    () => ({
      of: (pop: string) => (open?.pop === pop ? open.panel : null),
      show: (pop: string, panel: Panel) => setOpen({ pop, panel }),
      close: () => setOpen(null),
    }),
    [open],
  );
}
