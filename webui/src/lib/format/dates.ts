import type { Calendar, Language } from '@/api';

/** How a reader wants dates: language for names and digits, calendar, IANA zone. */
export interface DateStyle {
  language: Language;
  calendar: Calendar;
  timeZone: string;
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;
const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(style: DateStyle, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const base = style.language === 'fa' ? 'fa-IR' : 'en-GB';
  const locale = `${base}-u-ca-${style.calendar === 'jalali' ? 'persian' : 'gregory'}`;
  const key = `${locale}|${style.timeZone}|${JSON.stringify(options)}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone: style.timeZone });
    cache.set(key, found);
  }
  return found;
}

function parts(iso: string, style: DateStyle, options: Intl.DateTimeFormatOptions): Parts {
  const entries = formatter(style, options).formatToParts(new Date(iso));
  return Object.fromEntries(entries.map(({ type, value }) => [type, value]));
}

/** Clock time in 24 hours: `09:48`. */
export function formatTime(iso: string, style: DateStyle): string {
  return formatter(style, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(iso));
}

/** Day, month, and the year unless it is this one: `24 November`, «۳ آذر ۱۴۰۳». Put together from parts: fa-IR reorders them. */
export function formatDay(iso: string, style: DateStyle, now: number = Date.now()): string {
  const day = parts(iso, style, { day: 'numeric', month: 'long', year: 'numeric' });
  const today = parts(new Date(now).toISOString(), style, { year: 'numeric' });
  // «۱۱ فوریهٔ ۲۰۲۵», but «۱۱ فوریه»: the ezafe leads to a year that is not said.
  if (day.year === today.year) return `${day.day} ${day.month?.replace(/\u0654$/, '')}`;
  return `${day.day} ${day.month} ${day.year}`;
}

/** Weekday before the day: `Tuesday 24 November`, «سه‌شنبه ۳ آذر». */
export function formatWeekday(iso: string, style: DateStyle, now: number = Date.now()): string {
  const { weekday } = parts(iso, style, { weekday: 'long' });
  return `${weekday} ${formatDay(iso, style, now)}`;
}

/** Month and year: `May 2024`, «اردیبهشت ۱۴۰۳». */
export function formatMonth(iso: string, style: DateStyle): string {
  const { month, year } = parts(iso, style, { month: 'long', year: 'numeric' });
  return `${month} ${year}`;
}

/** A key that is equal for two times on one calendar day of the reader: `2026-11-24`. */
export function dayKey(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(iso));
}

/** 0 today, 1 yesterday, −1 tomorrow, counted in the reader's days. */
export function daysAgo(iso: string, timeZone: string, now: number = Date.now()): number {
  const day = (key: string) => Date.parse(`${key}T00:00:00Z`) / 86_400_000;
  return Math.round(day(dayKey(new Date(now).toISOString(), timeZone)) - day(dayKey(iso, timeZone)));
}
