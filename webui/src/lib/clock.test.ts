import { afterEach, describe, expect, it } from 'vitest';

import { hubNow, learnClock } from './clock';

const date = (ms: number) => new Date(ms).toUTCString();
const aside = (ms: number) => Math.abs(hubNow() - Date.now() - ms);

describe('the hub’s clock', () => {
  afterEach(() => learnClock(date(Date.now()), Date.now()));

  it('is followed when this computer is wrong by minutes', () => {
    const now = Date.now();
    learnClock(date(now + 300_000), now, now);
    expect(aside(300_000)).toBeLessThan(1000);
  });

  it('is not chased within the second that a Date header has', () => {
    const now = Date.now();
    learnClock(date(now), now, now);
    expect(aside(0)).toBe(0);
  });

  it('stays as known when an answer has no date', () => {
    const now = Date.now();
    learnClock(date(now - 60_000), now, now);
    learnClock(null, now);
    expect(aside(-60_000)).toBeLessThan(1000);
  });
});
