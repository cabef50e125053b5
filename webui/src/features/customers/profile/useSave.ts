import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import type { Customer } from '@/api';
import { ApiProblem, http } from '@/lib/http';

import { keep } from '../useCustomers';
import { bodyOf, type Conflict, conflictsOf, type Draft, type ProfileField } from './fields';

const MOST_TRIES = 4;

/** A colleague was faster in the same fields: how it stands now, and where both met. */
interface Met {
  current: Customer;
  conflicts: Conflict[];
}

interface Order {
  /** What was seen when the change began. */
  base: Draft;
  changes: Draft;
  version: number;
}

const patch = (id: string, body: object, version: number) =>
  http.patch<Customer>(`/api/customers/${id}`, body, { headers: { 'If-Match': `"${version}"` } });

/** Saves over a newer version as long as only other fields were changed in it; else tells where both met. */
async function save(id: string, { base, changes, version }: Order, fields: readonly ProfileField[]): Promise<Customer | Met> {
  let known = version;
  for (let tries = 1; ; tries += 1) {
    try {
      return await patch(id, bodyOf(changes, fields), known);
    } catch (error) {
      const current = error instanceof ApiProblem && error.status === 412 ? (error.more.current as Customer | undefined) : undefined;
      if (!current || tries === MOST_TRIES) throw error;
      const conflicts = conflictsOf(base, changes, current);
      if (conflicts.length > 0) return { current, conflicts };
      known = current.version;
    }
  }
}

/** Changes fields of a customer; `met` is set while a colleague's change has to be looked at first. */
export function useSave(customerId: string, fields: readonly ProfileField[], onSaved: () => void) {
  const [met, setMet] = useState<Met | null>(null);
  const mutation = useMutation({
    mutationFn: (order: Order) => save(customerId, order, fields),
    onSuccess: (answer) => {
      if ('conflicts' in answer) {
        setMet(answer);
        keep(answer.current);
        return;
      }
      setMet(null);
      keep(answer);
      onSaved();
    },
  });
  return { met, forget: () => setMet(null), save: mutation.mutate, busy: mutation.isPending, error: mutation.error };
}
