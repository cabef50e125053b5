import { type InfiniteData, useMutation } from '@tanstack/react-query';

import type { Page, Task } from '@/api';
import { ApiProblem, http, queryClient } from '@/lib/http';

import { bodyOf, conflictsOf, type Draft, type Field } from './draft';

type Listed = InfiniteData<Page<Task>>;

function patch(task: Task, body: object, version: number): Promise<Task> {
  return http.patch<Task>(`/api/tasks/${task.id}`, body, { headers: { 'If-Match': `"${version}"` } });
}

/** How the task stands now, where an answer says that it was changed meanwhile. */
export function currentIn(error: unknown): Task | null {
  return error instanceof ApiProblem && error.status === 412 ? ((error.more.current as Task | undefined) ?? null) : null;
}

const readAgain = () => queryClient.invalidateQueries({ queryKey: ['tasks'] });

/** Shows a task as it will be, at once, in every list that has it. */
function show(task: Task): void {
  queryClient.setQueriesData<Listed>({ queryKey: ['tasks', 'list'] }, (known) =>
    known && {
      ...known,
      pages: known.pages.map((page) => ({ ...page, items: page.items.map((one) => (one.id === task.id ? task : one)) })),
    },
  );
}

interface Order {
  task: Task;
  changes: { state?: Task['state']; assignee_id?: string };
}

/** True where a colleague was first with the very same: it is no longer open, or somebody's already. */
function beaten(task: Task, changes: Order['changes'], current: Task): boolean {
  if (changes.state !== undefined && current.state !== task.state) return true;
  return changes.assignee_id !== undefined && (current.assignee?.id ?? null) !== (task.assignee?.id ?? null);
}

/** A colleague was first; how it stands now. */
export class Beaten extends Error {
  constructor(readonly current: Task) {
    super('changed meanwhile');
  }
}

async function carryOut({ task, changes }: Order): Promise<Task> {
  try {
    return await patch(task, changes, task.version);
  } catch (error) {
    const current = currentIn(error);
    if (!current) throw error;
    if (beaten(task, changes, current)) throw new Beaten(current);
    return patch(task, changes, current.version);
  }
}

/** Does, reopens or takes a task: shown at once, and as it was before should that fail. */
export function useQuickChange() {
  return useMutation({
    mutationFn: carryOut,
    onMutate: async ({ task, changes }: Order) => {
      await queryClient.cancelQueries({ queryKey: ['tasks', 'list'] });
      if (changes.state) show({ ...task, state: changes.state, version: task.version });
    },
    onSuccess: show,
    onError: (error, { task }) => show(error instanceof Beaten ? error.current : task),
    onSettled: readAgain,
  });
}

interface Saving {
  task: Task;
  changes: Partial<Draft>;
}

/** A colleague changed the same fields: how it stands, and which. */
export interface Met {
  current: Task;
  fields: Field[];
}

const MOST_TRIES = 4;

async function save({ task, changes }: Saving): Promise<Task | Met> {
  let version = task.version;
  for (let tries = 1; ; tries += 1) {
    try {
      return await patch(task, bodyOf(changes), version);
    } catch (error) {
      const current = currentIn(error);
      if (!current || tries === MOST_TRIES) throw error;
      const fields = conflictsOf(task, changes, current);
      if (fields.length > 0) return { current, fields };
      version = current.version;
    }
  }
}

/** Saves over a newer version where only other fields were changed in it; else tells where both met. */
export function useSaveTask() {
  return useMutation({ mutationFn: save, onSuccess: readAgain });
}

/** Makes a task, or several fields of what it came from with it. */
export function useMakeTask() {
  return useMutation({
    mutationFn: (body: Record<string, unknown>) => http.post<Task>('/api/tasks', body),
    onSuccess: readAgain,
  });
}

/** Takes a task away, comments too. */
export function useDeleteTask() {
  return useMutation({ mutationFn: (task: Task) => http.delete(`/api/tasks/${task.id}`), onSuccess: readAgain });
}
