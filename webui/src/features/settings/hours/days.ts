import type { Calendar } from '@/api';
import type { HoursCalendar, HoursSpan, SpecialDay, SpecialDayOn } from '@/features/hours/types';
import { addDays, dayIn, isoOf } from '@/lib/format';

import type { DayBody } from './useHours';

/** First and last date of a year of the reader's calendar. */
export function yearBounds(year: number, calendar: Calendar): { first: string; last: string } {
  const first = isoOf({ year, month: 1, day: 1 }, calendar) ?? '2026-01-01';
  const next = isoOf({ year: year + 1, month: 1, day: 1 }, calendar) ?? addDays(first, 365);
  return { first, last: addDays(next, -1) };
}

/** What the month shows of each date: the special day that counts. */
export function countingDays(days: SpecialDayOn[] | undefined): Map<string, SpecialDay> {
  return new Map((days ?? []).filter(({ counts }) => counts).map(({ date, day }) => [date, day]));
}

/** The hours of a date without special days: of its weekday. */
export function usualHours(calendar: HoursCalendar, date: string): HoursSpan[] {
  const weekday = (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
  return calendar.week[weekday] ?? [];
}

/** The body of a day on a date: this one, or the same of every year in a calendar. */
export function dayBody(name: string, hours: HoursSpan[], repeats: DayBody['repeats'], date: string): DayBody {
  if (repeats === 'once') return { name, hours, repeats, date };
  const { month, day } = dayIn(date, repeats);
  return { name, hours, repeats, month, day };
}
