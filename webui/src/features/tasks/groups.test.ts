import { describe, expect, it } from 'vitest';

import type { Task } from '@/api';

import { grouped, groupOf } from './groups';

const ZONE = 'Asia/Tehran';
const NOW = Date.parse('2026-11-30T09:00:00Z'); // 12:30 there
const due = (late_at: string | null) => ({ late_at }) as Task;

describe('tasks by when they are due', () => {
  it.each([
    ['overdue', '2026-11-30T09:00:00Z'],
    ['today', '2026-11-30T09:01:00Z'],
    ['today', '2026-11-30T20:30:00Z'], // the end of today there: due today, at any time
    ['tomorrow', '2026-11-30T20:31:00Z'],
    ['week', '2026-12-07T20:30:00Z'],
    ['later', '2026-12-07T20:31:00Z'],
    ['none', null],
  ] as const)('are %s', (name, late) => {
    expect(groupOf(due(late), ZONE, NOW)).toBe(name);
  });

  it('keep their order under their headings', () => {
    const tasks = [due('2026-11-29T00:00:00Z'), due('2026-11-30T10:00:00Z'), due('2026-11-30T11:00:00Z'), due(null)];
    expect(grouped(tasks, ZONE, NOW).map(({ name, tasks: own }) => `${name}${own.length}`)).toEqual(['overdue1', 'today2', 'none1']);
  });
});
