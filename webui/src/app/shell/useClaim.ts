import { useMutation } from '@tanstack/react-query';

import type { Session } from '@/api';
import { rememberExtension } from '@/features/accounts/extensions';
import { http, queryClient } from '@/lib/http';
import { setSession } from '@/lib/session';

const CLAIM = ['claim-extension'];

/** Takes an extension, or with null gives up one's own. */
export function useClaim() {
  return useMutation({
    mutationKey: CLAIM,
    mutationFn: (id: string | null) => http.put<Session>('/api/me/extension', { extension_id: id }),
    onSuccess: (session) => {
      setSession(session);
      rememberExtension(session.extension?.id ?? null);
      void queryClient.invalidateQueries({ queryKey: ['extensions'] });
    },
  });
}
