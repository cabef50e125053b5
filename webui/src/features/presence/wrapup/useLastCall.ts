import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { Call, Page } from '@/api';
import { http } from '@/lib/http';
import { useEntities } from '@/lib/socket';

/** The call that this wrap-up is about: the last that was answered here. `held` keeps the one that is shown. */
export function useLastCall(since: string | null, held: boolean): Call | null {
  const { data } = useQuery({
    queryKey: ['calls', 'wrapUp', since],
    queryFn: ({ signal }) => http.get<Page<Call>>('/api/calls', { query: { mine: true, limit: 5 }, signal }),
    enabled: since !== null,
  });
  const last = data?.items.find(({ state, answered_at }) => state === 'ended' && answered_at !== null) ?? null;
  const [shown, show] = useState<Call | null>(null);
  if (last && last.id !== shown?.id && !held) show(last);
  const live = useEntities<Call>('call', 'me').find(({ id }) => id === shown?.id);
  return live && shown && live.version > shown.version ? live : shown;
}
