import { useEffect, useMemo, useState } from 'react';

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
  const known = useMemo(() => [...entries, ...living(held)].map(({ id }) => id), [entries, held]);
  const [seen, setSeen] = useState<{ ids: Set<string>; since: number } | null>(null);
  const newest = useMemo(() => Math.max(0, ...[...entries, ...living(held)].map((entry) => Date.parse(entry.occurred_at))), [entries, held]);
  useEffect(() => {
    if (ready && (reading || seen === null)) setSeen({ ids: new Set(known), since: newest });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is seen changes nothing by itself
  }, [known, newest, reading, ready]);
  return useMemo(() => {
    if (reading || seen === null) return 0;
    return unseen([], held, seen.ids, (entry) => Date.parse(entry.occurred_at) >= seen.since && matches(entry));
  }, [held, seen, reading, matches]);
}
