import { describe, expect, it } from 'vitest';

import { currentCall, running, shares, talked, waited } from './durations';
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
    expect(waited(over, now)).toBe(9);
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

describe('the current call', () => {
  it('is the one being talked on before the one held', () => {
    const held = call({ id: 'held', state: 'held' });
    expect(currentCall([held, call({ id: 'talk' })], 'u1')?.id).toBe('talk');
    expect(currentCall([held], 'u1')?.id).toBe('held');
  });

  it('includes one being dialled, not one that rings for the agent or a colleague’s', () => {
    expect(currentCall([ringing], 'u1')).toBeNull();
    expect(currentCall([call({ ...ringing, direction: 'outbound' })], 'u1')).not.toBeNull();
    expect(currentCall([call()], 'u2')).toBeNull();
    expect(currentCall([over], 'u1')).toBeNull();
  });
});
