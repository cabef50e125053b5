import { describe, expect, it } from 'vitest';

import { countSms } from './sms';
import examples from './sms.fixture.json';

describe('the count of a text message', () => {
  it.each(examples.map((example, place) => ({ place, ...example })))('is the hub’s own: example $place', ({ text, times, alphabet, units, parts, left, unusual }) => {
    expect(countSms(text.repeat(times ?? 1))).toEqual({ alphabet, units, parts, left, unusual });
  });
});
