import { describe, expect, it } from 'vitest';

import { liveKind, lookOf } from './look';
import { entry } from './samples';

describe('the look of a call', () => {
  it('is red only when the customer was not answered', () => {
    expect(lookOf(entry({ state: 'abandoned' }))).toMatchObject({ tile: 'missed', outcome: 'abandoned' });
    expect(lookOf(entry({ state: 'missed', direction: 'out' }))).toMatchObject({ tile: 'call', outcome: 'noAnswer' });
    expect(lookOf(entry()).outcome).toBeUndefined();
  });

  it('tells a live call from one that is over', () => {
    expect(liveKind(entry({ state: 'waiting' }))).toBe('ringing');
    expect(liveKind(entry({ state: 'answered', direction: 'out' }))).toBe('out');
    expect(liveKind(entry())).toBeNull();
  });
});
