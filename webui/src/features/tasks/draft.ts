import type { Task } from '@/api';

type Ref = { id: string; name: string } | null;

/** What can be written of a task. */
export interface Draft {
  title: string;
  text: string;
  customer: Ref;
  assignee_id: string | null;
  team_id: string | null;
  promise: boolean;
  priority: Task['priority'];
  due_on: string | null;
  due_time: string | null;
  remind_before: number | null;
  rrule: string | null;
  repeat_from: string;
}

export type Field = keyof Draft;

export const EMPTY: Draft = {
  title: '',
  text: '',
  customer: null,
  assignee_id: null,
  team_id: null,
  promise: false,
  priority: 'normal',
  due_on: null,
  due_time: null,
  remind_before: null,
  rrule: null,
  repeat_from: 'done',
};

/** A task as the form has it. */
export function draftOf(task: Task): Draft {
  const { title, text, promise, priority, due_on, remind_before, rrule, repeat_from } = task;
  return {
    title, text, promise, priority, due_on, remind_before, rrule, repeat_from,
    customer: task.customer,
    assignee_id: task.assignee?.id ?? null,
    team_id: task.team?.id ?? null,
    due_time: task.due_time?.slice(0, 5) ?? null,
  };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What of `changes` differs from `before`; a time, a reminder and a rule go with the day. */
export function changed(before: Draft, changes: Partial<Draft>): Partial<Draft> {
  const whole = settled({ ...before, ...changes });
  return Object.fromEntries(Object.entries(whole).filter(([name, value]) => !same(value, before[name as Field])));
}

function settled(draft: Draft): Draft {
  return draft.due_on ? draft : { ...draft, due_on: null, due_time: null, remind_before: null, rrule: null };
}

/** The body that says so. */
export function bodyOf({ customer, ...rest }: Partial<Draft>): Record<string, unknown> {
  return customer === undefined ? rest : { ...rest, customer_id: customer?.id ?? null };
}

/** Fields that somebody else changed to something else meanwhile. */
export function conflictsOf(base: Task, changes: Partial<Draft>, current: Task): Field[] {
  const [was, now] = [draftOf(base), draftOf(current)];
  return (Object.keys(changes) as Field[]).filter((name) => !same(was[name], now[name]) && !same(changes[name], now[name]));
}
