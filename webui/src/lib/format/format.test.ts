import { describe, expect, it } from 'vitest';

import { dayKey, daysAgo, type DateStyle, formatDay, formatMonth, formatTime, formatWeekday } from './dates';
import { formatNumber, formatPercent, toAscii, toDigits } from './digits';
import { formatClock, formatRelative, formatSpan } from './duration';

const tehran: DateStyle = { language: 'fa', calendar: 'jalali', timeZone: 'Asia/Tehran' };
const london: DateStyle = { language: 'en', calendar: 'gregorian', timeZone: 'Europe/London' };
const moment = '2026-11-24T21:30:00Z';
const now = Date.parse('2026-11-25T08:00:00Z');

describe('dates', () => {
  it('name the day in the reader’s calendar, zone and order', () => {
    expect(formatWeekday(moment, london, now)).toBe('Tuesday 24 November');
    expect(formatWeekday(moment, tehran, now)).toBe('چهارشنبه ۴ آذر');
    expect(formatTime(moment, tehran)).toBe('۰۱:۰۰');
  });

  it('write the year only when it is another one', () => {
    expect(formatDay('2024-05-02T08:00:00Z', london, now)).toBe('2 May 2024');
    expect(formatDay('2024-05-02T08:00:00Z', tehran, now)).toBe('۱۳ اردیبهشت ۱۴۰۳');
    expect(formatMonth('2024-05-02T08:00:00Z', tehran)).toBe('اردیبهشت ۱۴۰۳');
  });

  it('count days as the reader sees them', () => {
    expect(daysAgo(moment, 'Europe/London', now)).toBe(1);
    expect(daysAgo(moment, 'Asia/Tehran', now)).toBe(0);
    expect(dayKey(moment, 'Asia/Tehran')).toBe('2026-11-25');
  });

  it('mix a Persian page with the Gregorian calendar', () => {
    expect(formatDay(moment, { ...tehran, calendar: 'gregorian' }, now)).toMatch(/^۲۵ نوامبر$/);
    expect(formatDay('2024-02-11T08:00:00Z', { ...tehran, calendar: 'gregorian' }, Date.parse('2024-05-01'))).toBe('۱۱ فوریه');
    expect(formatDay('2023-02-11T08:00:00Z', { ...tehran, calendar: 'gregorian' }, Date.parse('2024-05-01'))).toBe('۱۱ فوریهٔ ۲۰۲۳');
  });
});

describe('numbers', () => {
  it('take the reader’s digits, and come back to ASCII', () => {
    expect(toDigits('+98 21', 'fa')).toBe('+۹۸ ۲۱');
    expect(toAscii('۰۹۱۲ ٣٤')).toBe('0912 34');
    expect(formatNumber(1904, 'fa')).toBe('۱٬۹۰۴');
  });

  it('lead a Persian percentage with U+061C', () => {
    expect(formatPercent(0.12, 'fa')).toBe('\u061c۱۲٪');
    expect(formatPercent(0.12, 'en')).toBe('12%');
  });
});

describe('durations', () => {
  it('run as a clock', () => {
    expect(formatClock(24, 'en')).toBe('00:24');
    expect(formatClock(3723, 'fa')).toBe('۱:۰۲:۰۳');
    expect(formatClock(-5, 'en')).toBe('00:00');
  });

  it('spell the unit', () => {
    expect(formatSpan(49 * 60, 'fa')).toBe('۴۹ دقیقه');
    expect(formatSpan(2 * 3600 + 5, 'en')).toBe('2 hours');
    expect(formatRelative('2026-11-25T07:58:00Z', 'en', now)).toBe('2 minutes ago');
    expect(formatRelative('2026-11-25T07:58:00Z', 'fa', now)).toBe('۲ دقیقه پیش');
  });
});
