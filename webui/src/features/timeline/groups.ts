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

/** Which part of the timeline the read pages are: whether there is more beyond either end. */
export interface Reach {
  older: boolean;
  newer: boolean;
}

/** The living entries that a room knows. */
export function living(held: HeldEntries): Entry[] {
  return Object.values(held)
    .map(({ data }) => data as Entry | null)
    .filter((entry): entry is Entry => entry !== null);
}

/** The read pages brought up to date by the live room. What lies beyond an end that is not read yet waits until it is. */
export function withLive(read: readonly Entry[], held: HeldEntries, reach: Reach, fits: (entry: Entry) => boolean): Entry[] {
  const time = (entry: Entry | undefined, otherwise: number) => (entry ? Date.parse(entry.occurred_at) : otherwise);
  const oldest = time(reach.older ? read.at(-1) : undefined, -Infinity);
  const newest = time(reach.newer ? read[0] : undefined, Infinity);
  const known = new Set(read.map(({ id }) => id));
  const within = (entry: Entry) => time(entry, 0) >= oldest && time(entry, 0) <= newest;
  const updates = living(held).filter((entry) => known.has(entry.id) || (within(entry) && fits(entry)));
  return mergeEntries(read, updates).filter((entry) => {
    const kept = held[entry.id];
    return kept?.data !== null || kept.version <= entry.version;
  });
}

/** What has come since the reader last stood at the newest entry. */
export function unseen(entries: readonly Entry[], held: HeldEntries, seen: ReadonlySet<string>, fits: (entry: Entry) => boolean): number {
  return mergeEntries(entries, living(held)).filter((entry) => !seen.has(entry.id) && fits(entry)).length;
}
