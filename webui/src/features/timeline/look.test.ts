import { describe, expect, it } from 'vitest';

import { withLive } from './groups';
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

describe('live updates', () => {
  const read = [entry({ id: 'a' }), entry({ id: 'b', occurred_at: '2026-11-20T09:00:00Z' })];
  const ids = (list: { id: string }[]) => list.map(({ id }) => id);

  it('take away what is gone and leave what a page knows better', () => {
    expect(ids(withLive(read, { a: { version: 2, data: null } }, false, null))).toEqual(['b']);
    expect(ids(withLive(read, { a: { version: 1, data: null } }, false, null))).toEqual(['a', 'b']);
  });

  it('wait below the last page that was read', () => {
    const old = entry({ id: 'old', occurred_at: '2026-10-01T09:00:00Z' });
    expect(ids(withLive(read, { old: { version: 1, data: old } }, true, null))).toEqual(['a', 'b']);
    expect(ids(withLive(read, { old: { version: 1, data: old } }, false, null))).toEqual(['a', 'b', 'old']);
  });

  it('keep to the chosen channel', () => {
    const note = entry({ id: 'n', channel: 'note' });
    expect(ids(withLive(read, { n: { version: 1, data: note } }, false, 'call'))).toEqual(['a', 'b']);
  });
});
