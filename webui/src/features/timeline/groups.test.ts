import { describe, expect, it } from 'vitest';

import { dayKey, formatDay } from '@/lib/format';

import { groupByDay, mergeEntries } from './groups';
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
