import { useMemo, useState } from 'react';

import type { Entry } from '@/api';

import { type HeldEntries, living, unseen } from './groups';

interface Reading {
  /** The newest entry is in sight: whatever comes is seen. */
  reading: boolean;
  ready: boolean;
  matches: (entry: Entry) => boolean;
}

/** How many entries have come while the reader was elsewhere. */
export function useSeen(entries: Entry[], held: HeldEntries, { reading, ready, matches }: Reading): number {
  const [seen, setSeen] = useState<Seen>(NOTHING);
  // Written while drawing, as React advises for what follows from what is drawn.
  if (ready && (reading || seen === NOTHING) && (seen.entries !== entries || seen.held !== held)) setSeen(seenOf(entries, held));
  return useMemo(() => {
    if (reading || seen === NOTHING) return 0;
    return unseen([], held, seen.ids, (entry) => Date.parse(entry.occurred_at) >= seen.since && matches(entry));
  }, [held, seen, reading, matches]);
}

interface Seen {
  entries: Entry[] | null;
  held: HeldEntries | null;
  ids: Set<string>;
  since: number;
}

const NOTHING: Seen = { entries: null, held: null, ids: new Set(), since: 0 };

function seenOf(entries: Entry[], held: HeldEntries): Seen {
  const all = [...entries, ...living(held)];
  return { entries, held, ids: new Set(all.map(({ id }) => id)), since: Math.max(0, ...all.map((entry) => Date.parse(entry.occurred_at))) };
}
