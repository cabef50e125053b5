import type { Language } from '@/api';

import { toDigits } from './digits';

const two = (value: number) => String(value).padStart(2, '0');

/** Seconds as a clock: `00:24`, `12:40`, `1:02:03`. Negative values count as 0. */
export function formatClock(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return toDigits(hours > 0 ? `${hours}:${rest}` : rest, language);
}

/** Whole seconds from an ISO time until `now` (ms since 1970), never below 0. */
export function secondsSince(iso: string, now: number = Date.now()): number {
  return Math.max(0, Math.floor((now - Date.parse(iso)) / 1000));
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** A rough span with its unit spelt out: `49 minutes`, «۴۹ دقیقه». */
export function formatSpan(seconds: number, language: Language): string {
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? (['second', 1] as const);
  const locale = language === 'fa' ? 'fa-IR' : 'en-GB';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(seconds / size));
}

/** How long ago or ahead: `2 minutes ago`, «۲ دقیقه پیش». */
export function formatRelative(iso: string, language: Language, now: number = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  const format = new Intl.RelativeTimeFormat(language === 'fa' ? 'fa-IR' : 'en-GB', { numeric: 'auto' });
  return format.format(Math.trunc(seconds / size), unit);
}
