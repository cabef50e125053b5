import { useMutation } from '@tanstack/react-query';

import type { ManyDone, Task } from '@/api';
import { http, queryClient } from '@/lib/http';

export type Order = { action: 'done' | 'reopen' } | { action: 'assign'; assignee_id: string | null; team_id: string | null } | { action: 'move'; due_on: string };

interface Asked {
  tasks: Task[];
  order: Order;
}

/** What was done, how many were left alone, and how those that changed were before. */
export interface Outcome {
  order: Order;
  changed: Task[];
  left: number;
  before: object[];
}

const readAgain = () => queryClient.invalidateQueries({ queryKey: ['tasks'] });

async function carryOut({ tasks, order }: Asked): Promise<Outcome> {
  const { changed, left } = await http.post<ManyDone>('/api/tasks/many', { ids: tasks.map(({ id }) => id), ...order });
  const known = new Map(tasks.map((task) => [task.id, task]));
  const before = changed.flatMap(({ id, version }) => {
    const task = known.get(id);
    // Where somebody changed it between what is shown and this, it is not known how it was.
    if (task?.version !== version - 1) return [];
    return [{ id, version, state: task.state, assignee_id: task.assignee?.id ?? null, team_id: task.team?.id ?? null, due_on: task.due_on }];
  });
  return { order, changed, left: left.length, before };
}

/** One thing done with many tasks, and taken back. */
export function useMany() {
  const change = useMutation({ mutationFn: carryOut, onSettled: readAgain });
  const undo = useMutation({
    mutationFn: ({ before }: Outcome) => http.post<ManyDone>('/api/tasks/many/undo', { tasks: before }),
    onSuccess: ({ left }) => left.length === 0 && change.reset(),
    onSettled: readAgain,
  });
  const forget = () => {
    change.reset();
    undo.reset();
  };
  const carry = (tasks: Task[], order: Order, onDone: () => void) => {
    undo.reset();
    change.mutate({ tasks, order }, { onSuccess: onDone });
  };
  return { change, undo, carry, forget };
}
