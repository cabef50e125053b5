import { describe, expect, it } from 'vitest';

import { REPEATS, repeatOf, ruleOf } from './repeat';

describe('rules by name', () => {
  it.each(['jalali', 'gregorian'] as const)('are read back as what was chosen (%s)', (calendar) => {
    expect(REPEATS.map((one) => repeatOf(ruleOf(one, calendar)))).toEqual(REPEATS);
  });

  it.each([
    ['FREQ=WEEKLY;BYDAY=SA', 'weekly'],
    ['RSCALE=PERSIAN;FREQ=MONTHLY;BYMONTHDAY=9;SKIP=BACKWARD', 'monthly'],
    ['RSCALE=PERSIAN;FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=9', 'yearly'],
    ['FREQ=WEEKLY;BYDAY=SA,TU', 'own'],
    ['FREQ=MONTHLY;BYDAY=2SA', 'own'],
    ['FREQ=DAILY;COUNT=3', 'own'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'own'],
  ])('%s is %s', (rule, name) => {
    expect(repeatOf(rule)).toBe(name);
  });
});
