import { describe, expect, it } from 'vitest';

import { running, shares, talked, waited } from './durations';
import { call } from './samples';

const now = Date.parse('2026-11-24T10:01:00Z');
const ringing = call({ state: 'ringing', answered_at: null });
const over = call({ state: 'ended', ended_at: '2026-11-24T10:02:00Z', waiting_seconds: 9.7, talking_seconds: 250.2 });

describe('durations', () => {
  it('run on the server’s times while the call lasts', () => {
    expect(waited(ringing, now)).toBe(60);
    expect(waited(call(), now)).toBe(24);
    expect(talked(call(), now)).toBe(36);
    expect(running(ringing, now)).toBe(60);
    expect(running(call(), now)).toBe(36);
  });

  it('are the hub’s sums once it is over', () => {
    expect(waited(over, now)).toBe(10);
    expect(talked(over, now)).toBe(250);
  });

  it('never fall below zero on a clock that is behind', () => {
    expect(waited(ringing, Date.parse('2026-11-24T09:59:00Z'))).toBe(0);
  });

  it('cut the bar into shares that fill it', () => {
    expect(shares(42, 378)).toEqual({ wait: 10, talk: 90 });
    expect(shares(0, 0)).toBeNull();
  });
});
