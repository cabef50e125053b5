import { describe, expect, it } from 'vitest';

import { addDays, dayIn, isoOf, monthGrid, monthStart, startOfDay } from './calendar';

describe('days', () => {
  it('go from either calendar to the other and back, through leap years', () => {
    for (let iso = '2019-12-25'; iso < '2030-01-10'; iso = addDays(iso, 1)) {
      expect(isoOf(dayIn(iso, 'jalali'), 'jalali'), iso).toBe(iso);
      expect(isoOf(dayIn(iso, 'gregorian'), 'gregorian')).toBe(iso);
    }
  });

  it('are known by both names', () => {
    expect(dayIn('2026-11-24', 'jalali')).toEqual({ year: 1405, month: 9, day: 3 });
    expect(isoOf({ year: 1403, month: 12, day: 30 }, 'jalali')).toBe('2025-03-20');
  });

  it('that do not exist are none', () => {
    expect(isoOf({ year: 1404, month: 12, day: 30 }, 'jalali')).toBeNull();
    expect(isoOf({ year: 2026, month: 2, day: 29 }, 'gregorian')).toBeNull();
    expect(isoOf({ year: 1405, month: 7, day: 31 }, 'jalali')).toBeNull();
    expect(isoOf({ year: 1405, month: 13, day: 1 }, 'jalali')).toBeNull();
  });
});

describe('a month', () => {
  it('begins its weeks on Saturday in the Jalali calendar and on Monday in the Gregorian', () => {
    expect(new Date(`${monthGrid('2026-11-24', 'jalali')[0]?.[0]}T00:00Z`).getUTCDay()).toBe(6);
    expect(new Date(`${monthGrid('2026-11-24', 'gregorian')[0]?.[0]}T00:00Z`).getUTCDay()).toBe(1);
    expect(monthGrid('2026-11-24', 'jalali').flat()).toContain('2026-11-22');
  });

  it('is followed by the next over the year’s end', () => {
    expect(monthStart('2026-11-24', 'gregorian', 2)).toBe('2027-01-01');
    expect(monthStart('2027-03-01', 'jalali', 1)).toBe('2027-03-21');
    expect(monthStart('2026-03-25', 'jalali', -1)).toBe('2026-02-20');
  });
});

describe('a day’s beginning', () => {
  it('is the zone’s own midnight', () => {
    expect(startOfDay('2026-11-24', 'Asia/Tehran')).toBe('2026-11-23T20:30:00.000Z');
    expect(startOfDay('2026-07-01', 'Europe/London')).toBe('2026-06-30T23:00:00.000Z');
    expect(startOfDay('2026-11-24', 'America/New_York')).toBe('2026-11-24T05:00:00.000Z');
  });
});
