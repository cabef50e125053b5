import { expect, it, vi } from 'vitest';

import { concerns, once } from './news';

const reader = { me: 'me', teams: new Set(['shop']), all: false };
const told = (assignee_id: string | null, team_id: string | null) => ({ id: 'one', assignee_id, team_id, version: 2 });

it('reads again for what is mine, my team’s or nobody’s, and for what was shown', () => {
  expect(concerns(told('me', 'clinic'), reader, new Set())).toBe(true);
  expect(concerns(told('other', 'shop'), reader, new Set())).toBe(true);
  expect(concerns(told(null, null), reader, new Set())).toBe(true);
  expect(concerns(told('other', null), reader, new Set(['one']))).toBe(true);
});

it('lets the changes of others be', () => {
  expect(concerns(told('other', null), reader, new Set())).toBe(false);
  expect(concerns(told(null, 'clinic'), reader, new Set())).toBe(false);
  expect(concerns(told('other', 'clinic'), { ...reader, all: true }, new Set())).toBe(true);
});

it('reads in time although changes keep coming', () => {
  vi.useFakeTimers();
  const read = vi.fn();
  const soon = once(read, 300);
  for (let moment = 0; moment < 10; moment += 1) {
    soon();
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(300);
  expect(read).toHaveBeenCalledTimes(4);
  vi.useRealTimers();
});
