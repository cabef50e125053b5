import type { Calendar } from '@/api';

/** A day as a calendar names it; months from 1. */
export interface CalendarDay {
  year: number;
  month: number;
  day: number;
}

const DAY_MS = 86_400_000;
const formats = new Map<Calendar, Intl.DateTimeFormat>();

function formatOf(calendar: Calendar): Intl.DateTimeFormat {
  let found = formats.get(calendar);
  if (!found) {
    const name = calendar === 'jalali' ? 'persian' : 'gregory';
    found = new Intl.DateTimeFormat(`en-US-u-ca-${name}-nu-latn`, { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' });
    formats.set(calendar, found);
  }
  return found;
}

const timeOf = (iso: string) => Date.parse(`${iso}T00:00:00Z`);
const isoAt = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The day `2026-11-24` as this calendar names it. */
export function dayIn(iso: string, calendar: Calendar): CalendarDay {
  const parts = formatOf(calendar).formatToParts(timeOf(iso));
  const of = (type: string) => Number.parseInt(parts.find((part) => part.type === type)?.value ?? '', 10);
  return { year: of('year'), month: of('month'), day: of('day') };
}

const before = (month: number) => (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30);
const place = ({ year, month, day }: CalendarDay) => year * 365 + before(month) + day;

/** A Jalali day by asking the browser's own calendar and walking to it: what is shown and what is meant never differ. */
function fromJalali(wanted: CalendarDay): string | null {
  let time = Date.UTC(wanted.year + 621, 2, 20) + (before(wanted.month) + wanted.day) * DAY_MS;
  for (let step = 0; step < 6; step += 1) {
    const apart = place(wanted) - place(dayIn(isoAt(time), 'jalali'));
    if (apart === 0) break;
    time += apart * DAY_MS;
  }
  // The last day of a leap year has the place of the next year's first.
  return [isoAt(time), isoAt(time - DAY_MS)].find((iso) => same(dayIn(iso, 'jalali'), wanted)) ?? null;
}

const same = (a: CalendarDay, b: CalendarDay) => a.year === b.year && a.month === b.month && a.day === b.day;

/** The day as `2026-11-24`; null where the calendar has no such day. */
export function isoOf(day: CalendarDay, calendar: Calendar): string | null {
  const { year, month } = day;
  if (month < 1 || month > 12 || day.day < 1 || day.day > 31 || year < 1 || year > 9000) return null;
  if (calendar === 'jalali') return fromJalali(day);
  const time = new Date(0).setUTCFullYear(year, month - 1, day.day);
  return same(dayIn(isoAt(time), 'gregorian'), day) ? isoAt(time) : null;
}

/** `2026-11-24` moved by days. */
export function addDays(iso: string, days: number): string {
  return isoAt(timeOf(iso) + days * DAY_MS);
}

/** The first day of the month that lies `months` away from the day's own. */
export function monthStart(iso: string, calendar: Calendar, months = 0): string {
  const { year, month } = dayIn(iso, calendar);
  const count = year * 12 + month - 1 + months;
  return isoOf({ year: Math.floor(count / 12), month: (count % 12) + 1, day: 1 }, calendar) ?? iso;
}

/** Six weeks around a month, rows of seven days; Jalali weeks start on Saturday, Gregorian ones on Monday. */
export function monthGrid(iso: string, calendar: Calendar): string[][] {
  const first = monthStart(iso, calendar);
  const weekday = new Date(timeOf(first)).getUTCDay();
  const lead = (weekday - (calendar === 'jalali' ? 6 : 1) + 7) % 7;
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, day) => addDays(first, week * 7 + day - lead)));
}

/** The instant at which a day begins in a zone. */
export function startOfDay(iso: string, timeZone: string): string {
  return instantOf(iso, '00:00', timeZone);
}

/** The instant of a clock time (`09:30`) on a day in a zone; one that the clocks skip is the next there is. */
export function instantOf(day: string, clockTime: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
  const wanted = Date.parse(`${day.slice(0, 10)}T${clockTime}:00Z`);
  let time = wanted;
  for (let step = 0; step < 2; step += 1) {
    const [date = '', clock = ''] = format.format(time).split(', ');
    const [dayOfMonth, month, year] = date.split('/');
    time += wanted - Date.parse(`${year}-${month}-${dayOfMonth}T${clock}Z`);
  }
  return new Date(time).toISOString();
}
