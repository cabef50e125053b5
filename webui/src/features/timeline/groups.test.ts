import { describe, expect, it } from 'vitest';

import { dayKey, formatDay } from '@/lib/format';

import { groupByDay, mergeEntries, unseen, withLive } from './groups';
import { entry } from './samples';

const tehran = (iso: string) => dayKey(iso, 'Asia/Tehran');
const london = (iso: string) => dayKey(iso, 'Europe/London');

describe('grouping by day', () => {
  const evening = entry({ id: 'evening', occurred_at: '2026-11-23T21:00:00Z' });
  const morning = entry({ id: 'morning', occurred_at: '2026-11-24T09:00:00Z' });

  it('cuts at the reader’s midnight, not at UTC’s', () => {
    expect(groupByDay([evening, morning], london).map((day) => day.entries.length)).toEqual([1, 1]);
    expect(groupByDay([evening, morning], tehran).map((day) => day.entries.length)).toEqual([2]);
  });

  it('puts the newest first and a live call above all', () => {
    const live = entry({ id: 'live', state: 'answered', occurred_at: '2026-11-24T08:00:00Z' });
    const days = groupByDay([evening, live, morning], tehran);
    expect(days[0]?.entries.map(({ id }) => id)).toEqual(['live', 'morning', 'evening']);
  });

  it('names the day in either calendar', () => {
    const now = Date.parse('2026-11-24T12:00:00Z');
    const style = { timeZone: 'Asia/Tehran' };
    expect(formatDay(evening.occurred_at, { ...style, language: 'fa', calendar: 'jalali' }, now)).toBe('۳ آذر');
    expect(formatDay(evening.occurred_at, { ...style, language: 'en', calendar: 'gregorian' }, now)).toBe('24 November');
  });
});

describe('merging pages and live updates', () => {
  it('keeps the higher version, whichever came first', () => {
    const old = entry({ subject: 'old' });
    const fresh = entry({ subject: 'fresh', version: 2 });
    expect(mergeEntries([old], [fresh]).map(({ subject }) => subject)).toEqual(['fresh']);
    expect(mergeEntries([fresh], [old]).map(({ subject }) => subject)).toEqual(['fresh']);
  });
});

describe('live updates', () => {
  const read = [entry({ id: 'a' }), entry({ id: 'b', occurred_at: '2026-11-20T09:00:00Z' })];
  const ids = (list: { id: string }[]) => list.map(({ id }) => id);
  const whole = { older: false, newer: false };
  const any = () => true;

  it('take away what is gone and leave what a page knows better', () => {
    expect(ids(withLive(read, { a: { version: 2, data: null } }, whole, any))).toEqual(['b']);
    expect(ids(withLive(read, { a: { version: 1, data: null } }, whole, any))).toEqual(['a', 'b']);
  });

  it('wait beyond either end that is not read yet', () => {
    const old = entry({ id: 'old', occurred_at: '2026-10-01T09:00:00Z' });
    const late = entry({ id: 'late', occurred_at: '2026-11-25T09:00:00Z' });
    const held = { old: { version: 1, data: old }, late: { version: 1, data: late } };
    expect(ids(withLive(read, held, { older: true, newer: true }, any))).toEqual(['a', 'b']);
    expect(ids(withLive(read, held, whole, any))).toEqual(['a', 'b', 'old', 'late']);
  });

  it('keep to the filters, but not what is shown and changes', () => {
    const note = entry({ id: 'n', channel: 'note' });
    const changed = entry({ id: 'a', version: 2, channel: 'note' });
    const calls = ({ channel }: { channel: string }) => channel === 'call';
    expect(ids(withLive(read, { n: { version: 1, data: note }, a: { version: 2, data: changed } }, whole, calls))).toEqual(['a', 'b']);
  });

  it('count as new until they are seen', () => {
    const held = { c: { version: 1, data: entry({ id: 'c' }) }, d: { version: 1, data: null } };
    expect(unseen(read, held, new Set(['a', 'b']), any)).toBe(1);
    expect(unseen(read, held, new Set(['a', 'b', 'c']), any)).toBe(0);
  });
});
