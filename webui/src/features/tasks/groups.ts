import type { Task } from '@/api';
import { daysAgo } from '@/lib/format';

export type GroupName = 'overdue' | 'today' | 'tomorrow' | 'week' | 'later' | 'none';

export interface Group {
  name: GroupName;
  tasks: Task[];
}

const WEEK = 7;

/** When a task is due, for somebody in this zone. A task of a whole day is late from the end of it, so it belongs to the day before. */
export function groupOf(task: Task, timeZone: string, now: number): GroupName {
  if (task.late_at === null) return 'none';
  const late = Date.parse(task.late_at);
  if (late <= now) return 'overdue';
  const days = -daysAgo(new Date(late - 1).toISOString(), timeZone, now);
  if (days <= 0) return 'today';
  if (days === 1) return 'tomorrow';
  return days <= WEEK ? 'week' : 'later';
}

/** The list under its headings, in the list's order; headings without a task are left out. */
export function grouped(tasks: Task[], timeZone: string, now: number): Group[] {
  const found: Group[] = [];
  for (const task of tasks) {
    const name = groupOf(task, timeZone, now);
    const group = found.find((one) => one.name === name);
    if (group) group.tasks.push(task);
    else found.push({ name, tasks: [task] });
  }
  return found;
}
