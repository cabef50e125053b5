import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

import { useSession } from '@/lib/session';

import type { TaskFilter } from './useTasks';

export type View = 'mine' | 'team' | 'made' | 'all' | 'closed';

const KEPT = ['q', 'team', 'person', 'priority', 'promise'] as const;
export type Narrowed = Record<(typeof KEPT)[number], string>;

/** Which tasks are shown; all of it stands in the address. */
export function useTaskList() {
  const [params, setParams] = useSearchParams();
  const me = useSession()?.user.id ?? '';
  const named = params.get('view') as View | null;
  const view: View = named ?? 'mine';
  const narrowed = Object.fromEntries(KEPT.map((name) => [name, params.get(name) ?? ''])) as Narrowed;
  const set = (changes: Partial<Record<'view' | 'task' | keyof Narrowed, string | null>>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      },
      { replace: true },
    );
  const { q, team, person, priority, promise } = narrowed;
  const filter = useMemo<TaskFilter>(
    () => ({
      whose: { mine: 'mine', team: 'all', made: 'made', all: 'all', closed: 'all' }[view],
      state: view === 'closed' ? 'closed' : 'open',
      assignee_id: view === 'closed' ? person || me : person === 'nobody' ? null : person,
      nobody: person === 'nobody' || null,
      team_id: view === 'team' ? team : null,
      priority,
      promise: promise ? true : null,
      q,
    }),
    [view, q, team, person, priority, promise, me],
  );
  return { view, narrowed, filter, set, open: params.get('task') };
}
