import { describe, expect, it } from 'vitest';

import type { Task } from '@/api';

import { bodyOf, changed, conflictsOf, draftOf, EMPTY } from './draft';

const task = (more: Partial<Task> = {}) =>
  ({ title: 'Call back', text: '', priority: 'normal', promise: false, due_on: '2026-11-30', due_time: '10:30:00', remind_before: 10,
     rrule: null, repeat_from: 'done', customer: { id: 'c', name: 'Sara' }, assignee: null, team: null, ...more }) as Task;

describe('a draft of a task', () => {
  it('sends what was changed, by ids', () => {
    expect(bodyOf(changed(draftOf(task()), { title: 'Call', customer: null, priority: 'normal' }))).toEqual({ title: 'Call', customer_id: null });
  });

  it('lets time, reminder and rule go with the day', () => {
    expect(changed(draftOf(task()), { due_on: null })).toEqual({ due_on: null, due_time: null, remind_before: null });
    expect(changed(EMPTY, { due_time: '10:00' })).toEqual({});
  });

  it('meets a colleague only where both changed the same to something else', () => {
    const theirs = task({ title: 'Ring', priority: 'high' });
    expect(conflictsOf(task(), { title: 'Call', text: 'soon' }, theirs)).toEqual(['title']);
    expect(conflictsOf(task(), { title: 'Ring' }, theirs)).toEqual([]);
  });
});
