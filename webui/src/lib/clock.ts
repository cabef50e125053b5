/** This computer's clock may be wrong by minutes, and running times count from the hub's times. */
const TOLERATED_MS = 1500;
let offset = 0;

/** Learns how far the hub's clock is ahead, from an answer's `Date` (whole seconds) and when it was asked for and came. */
export function learnClock(date: string | null, asked: number, came: number = Date.now()): void {
  const hub = date === null ? NaN : Date.parse(date);
  if (Number.isNaN(hub)) return;
  const ahead = hub + 500 - (asked + came) / 2;
  offset = Math.abs(ahead) > TOLERATED_MS ? ahead : 0;
}

/** The hub's time in ms since 1970. */
export function hubNow(): number {
  return Date.now() + offset;
}
