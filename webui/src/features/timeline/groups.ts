import type { Entry } from '@/api';

/** The entries of one day of the reader, newest first. */
export interface Day {
  key: string;
  first: Entry;
  entries: Entry[];
}

/** One list out of read pages and live updates: of two versions of an entry the higher one counts. */
export function mergeEntries(...lists: readonly (readonly Entry[])[]): Entry[] {
  const newest = new Map<string, Entry>();
  for (const entry of lists.flat()) {
    const known = newest.get(entry.id);
    if (!known || entry.version > known.version) newest.set(entry.id, entry);
  }
  return [...newest.values()];
}

const LIVE = new Set(['ringing', 'waiting', 'answered', 'held']);

/** Whether the entry is a call that still goes on. */
export function isLiveEntry(entry: Pick<Entry, 'channel' | 'state'>): boolean {
  return entry.channel === 'call' && LIVE.has(entry.state);
}

/** Live calls first, then newest first; equal times by id, as the hub pages them. */
export function byTime(a: Entry, b: Entry): number {
  const live = Number(isLiveEntry(b)) - Number(isLiveEntry(a));
  return live || Date.parse(b.occurred_at) - Date.parse(a.occurred_at) || b.id.localeCompare(a.id);
}

/** Cuts a timeline into days; `dayKey` knows the reader's zone. */
export function groupByDay(entries: readonly Entry[], dayKey: (iso: string) => string): Day[] {
  const days = new Map<string, Day>();
  for (const entry of [...entries].sort(byTime)) {
    const key = dayKey(entry.occurred_at);
    const day = days.get(key);
    if (day) day.entries.push(entry);
    else days.set(key, { key, first: entry, entries: [entry] });
  }
  return [...days.values()];
}

/** What a live room knows of an entry; `data` null: it is gone. */
export type HeldEntries = Record<string, { version: number; data: unknown }>;

/** The read pages brought up to date by the live room. Updates below the last page wait until that page is read. */
export function withLive(read: readonly Entry[], held: HeldEntries, more: boolean, channel: string | null): Entry[] {
  const last = more ? read.at(-1) : undefined;
  const oldest = last ? Date.parse(last.occurred_at) : 0;
  const updates = Object.values(held)
    .map(({ data }) => data as Entry | null)
    .filter((entry): entry is Entry => entry !== null && Date.parse(entry.occurred_at) >= oldest)
    .filter((entry) => channel === null || entry.channel === channel);
  return mergeEntries(read, updates).filter((entry) => {
    const known = held[entry.id];
    return known?.data !== null || known.version <= entry.version;
  });
}
