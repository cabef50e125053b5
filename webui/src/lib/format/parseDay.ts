import { dayIn, isoOf } from './calendar';
import { toAscii } from './digits';

// Jalali years run 621 behind; anything below this year was meant as one.
const FIRST_GREGORIAN = 1_700;

/** The day somebody typed, in either calendar and any digits, as `2026-11-24`; null when it is none. */
export function parseDay(text: string): string | null {
  const found = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/.exec(toAscii(text).trim());
  if (!found) return null;
  const [year = 0, month = 0, day = 0] = found.slice(1).map(Number);
  return isoOf({ year, month, day }, year < FIRST_GREGORIAN ? 'jalali' : 'gregorian');
}

/** A day as people type it: `2026/11/24`, or `1405/9/3` in Jalali. */
export function typedDay(iso: string, calendar: 'jalali' | 'gregorian'): string {
  const { year, month, day } = dayIn(iso, calendar);
  return [year, month, day].join('/');
}
