import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { Call, Page } from '@/api';
import { http } from '@/lib/http';
import { useEntities } from '@/lib/socket';

/**
 * The call that this wrap-up is about: the last that was answered here, and those that still owe a result before others.
 * `held` keeps the one that is shown.
 */
export function useLastCall(since: string | null, held: boolean, owed: readonly string[]): Call | null {
  const { data } = useQuery({
    queryKey: ['calls', 'wrapUp', since],
    queryFn: ({ signal }) => http.get<Page<Call>>('/api/calls', { query: { mine: true, limit: 25 }, signal }),
    enabled: since !== null,
  });
  const over = data?.items.filter(({ state, answered_at }) => state === 'ended' && answered_at !== null) ?? [];
  const last = over.find(({ id }) => owed.includes(id)) ?? over[0] ?? null;
  const [shown, show] = useState<Call | null>(null);
  if (last && last.id !== shown?.id && !held) show(last);
  const live = useEntities<Call>('call', 'me').find(({ id }) => id === shown?.id);
  return live && shown && live.version > shown.version ? live : shown;
}
