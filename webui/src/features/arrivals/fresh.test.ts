import { expect, it } from 'vitest';

import { fresh, keyOf, pathOf, SHOWN_MS } from './fresh';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const told = (seconds: number) => ({ told_at: new Date(NOW - seconds * 1_000).toISOString() });

it('shows the latest few of the last half minute', () => {
  const all = [told(40), told(3), told(1), told(20), told(9)];
  expect(fresh(all, NOW)).toEqual([told(1), told(3), told(9)]);
  expect(fresh([told(SHOWN_MS / 1_000)], NOW)).toEqual([]);
});

it('tells a later message of a conversation from one that was put away', () => {
  expect(keyOf({ id: 'a', version: 2 })).not.toBe(keyOf({ id: 'a', version: 3 }));
});

it('leads to the conversation', () => {
  expect(pathOf({ id: 'c' })).toBe('/conversations/c');
});
