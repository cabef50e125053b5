import type { Arrival } from '@/api';

export const SHOWN_MS = 30_000;
const MOST = 3;

/** One message: a later one of the conversation is another. */
export function keyOf({ id, version }: Pick<Arrival, 'id' | 'version'>): string {
  return `${id}:${version}`;
}

/** Where it is answered. */
export function pathOf({ id }: Pick<Arrival, 'id'>): string {
  return `/conversations/${id}`;
}

/** Those that were told in the last half minute, the latest first, a few of them; what a reconnect brings late is none. */
export function fresh<T extends Pick<Arrival, 'told_at'>>(arrivals: readonly T[], now: number): T[] {
  return arrivals
    .filter(({ told_at }) => now - Date.parse(told_at) < SHOWN_MS)
    .sort((one, other) => Date.parse(other.told_at) - Date.parse(one.told_at))
    .slice(0, MOST);
}
