import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import type { Call } from '@/api';
import { http, queryClient } from '@/lib/http';

/** The result of a call: what it has, what the arrow keys stand on (`picked`), and storing one as it is chosen. */
export function useDispose(call: Pick<Call, 'id' | 'disposition_id'> | null) {
  const [picked, pick] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (id: string) => http.put<Call>(`/api/calls/${call?.id}/disposition`, { disposition_id: id }),
    onSuccess: () => {
      pick(null);
      void queryClient.invalidateQueries({ queryKey: ['calls', 'history'] });
      void queryClient.invalidateQueries({ queryKey: ['calls', 'one', call?.id] });
    },
  });
  const stored = save.isPending ? save.variables : (save.data?.disposition_id ?? null);
  return {
    save,
    pick,
    /** What is chosen, stored or about to be. */
    chosen: stored ?? call?.disposition_id ?? null,
    picked,
    /** Stores what the arrow keys stand on. */
    flush: async () => {
      if (picked !== null) await save.mutateAsync(picked);
    },
  };
}

export type Dispose = ReturnType<typeof useDispose>;
