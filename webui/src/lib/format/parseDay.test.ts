import { describe, expect, it } from 'vitest';

import { parseDay, typedDay } from './parseDay';

describe('a typed day', () => {
  it('is read in either calendar and any digits', () => {
    expect(parseDay('2026/11/24')).toBe('2026-11-24');
    expect(parseDay('۱۴۰۵/۹/۳')).toBe('2026-11-24');
    expect(parseDay('1403-12-30')).toBe('2025-03-20');
    expect(parseDay('1404.01.01')).toBe('2025-03-21');
  });

  it('is none where there is no such day', () => {
    for (const text of ['', 'soon', '2026/02/30', '1404/12/30', '1404/13/1', '26/11/24']) expect(parseDay(text)).toBeNull();
  });

  it('is written as it would be typed', () => {
    for (const day of ['2026-11-24', '2025-03-20', '2025-03-21', '1999-12-31']) {
      expect(parseDay(typedDay(day, 'jalali'))).toBe(day);
      expect(parseDay(typedDay(day, 'gregorian'))).toBe(day);
    }
  });
});
