import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { ApiProblem, http, queryClient } from '@/lib/http';

interface Stored {
  id: string;
  version?: number;
}

/** Adds to a list, or changes one of it for the version that was read: after a 412 the next try is for the newest. */
export function useSaving(path: string, list: string, stored: Stored | null, done: (saved: unknown) => void) {
  const [version, setVersion] = useState(stored?.version);
  return useMutation({
    mutationFn: (body: unknown) => {
      if (!stored) return http.post(path, body);
      const headers: Record<string, string> = version === undefined ? {} : { 'If-Match': `"${version}"` };
      return http.patch(`${path}/${stored.id}`, body, { headers });
    },
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: [list] });
      done(saved);
    },
    onError: (error) => {
      const current = error instanceof ApiProblem && error.code === 'changed' ? (error.more.current as Stored) : null;
      if (current) setVersion(current.version);
    },
  });
}
