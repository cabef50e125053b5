import { describe, expect, it } from 'vitest';

import { parseTime } from './clockTime';

describe('a written time', () => {
  it.each([
    ['9', '09:00'],
    ['9:30', '09:30'],
    ['930', '09:30'],
    ['16.15', '16:15'],
    ['۱۶:۱۵', '16:15'],
    ['24:00', null],
    ['9:7', null],
    ['soon', null],
    ['', null],
  ])('%s is %s', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });
});
