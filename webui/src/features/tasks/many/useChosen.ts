import { useMemo, useState } from 'react';

import type { Task } from '@/api';
import { NONE, type Selection, toggle } from '@/features/customers/list/selection';

/** The most that the hub changes at once. */
export const MOST = 200;

/** Which tasks of the list are chosen; none can be until choosing has begun. */
export function useChosen(tasks: Task[]) {
  const [choosing, setChoosing] = useState(false);
  const [selection, setSelection] = useState<Selection>(NONE);
  const [from, setFrom] = useState<string | null>(null);
  const chosen = useMemo(() => tasks.filter(({ id }) => selection.ids.has(id)).slice(0, MOST), [tasks, selection]);
  const loaded = tasks.map(({ id }) => id);
  const tick = (id: string, upTo = false) => {
    setChoosing(true);
    setSelection(toggle(selection, loaded, id, upTo ? from : null));
    setFrom(id);
  };
  const all = () => setSelection({ ids: new Set(loaded.slice(0, MOST)), all: false });
  const stop = () => {
    setChoosing(false);
    setSelection(NONE);
  };
  return { choosing, chosen, has: (id: string) => selection.ids.has(id), begin: () => setChoosing(true), tick, all, stop };
}
