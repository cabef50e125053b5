import { useMutation, useQueries } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';

import type { BulkOrder } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useEntities } from '@/lib/socket';

import type { ListQuery } from './address';
import { ongoing } from './bulkRuns';
import type { Selection } from './selection';
import type { BulkRun } from './types';

const ASK_AGAIN_MS = 3_000;
const over = (run: BulkRun | undefined) => run !== undefined && ['done', 'failed', 'cancelled'].includes(run.state);

/** The chosen customers as the hub takes them. */
export function selectionBody(selection: Selection, query: ListQuery) {
  if (!selection.all) return { ids: [...selection.ids] };
  const { q, filter, kind, owner_id } = query;
  return { filter: filter ? (JSON.parse(filter) as Record<string, unknown>) : null, q: q === '' ? null : q, kind, owner_id };
}

/** Starts a bulk action; its progress shows at the foot of every page until it is put away. */
export function useStartBulk(selection: Selection, query: ListQuery) {
  return useMutation({
    mutationFn: ({ action, options }: Pick<BulkOrder, 'action' | 'options'>) => http.post<BulkRun>('/api/bulk', { action, selection: selectionBody(selection, query), options }),
    onSuccess: (run) => {
      queryClient.setQueryData(['bulk', run.id], run);
      ongoing.add(run.id);
    },
  });
}

/** The bulk actions this tab watches: told by the hub, and asked for after a reload or when nothing is told. */
export function useBulkRuns(): { id: string; run: BulkRun | undefined }[] {
  const ids = useSyncExternalStore(ongoing.subscribe, ongoing.ids);
  const told = useEntities<BulkRun>('bulk', 'me');
  const asked = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['bulk', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => http.get<BulkRun>(`/api/bulk/${id}`, { signal }),
      refetchInterval: (query: { state: { data: BulkRun | undefined; error: unknown } }) => (over(query.state.data) || query.state.error ? false : ASK_AGAIN_MS),
      retry: false,
    })),
  });
  const runs = ids.map((id, index) => {
    const known = asked[index]?.data;
    const live = told.find((run) => run.id === id);
    return { id, run: live && !over(known) ? live : known, gone: asked[index]?.isError === true };
  });
  const finished = runs.filter(({ run }) => over(run)).map(({ id }) => id).join();
  useEffect(() => {
    if (finished === '') return;
    void queryClient.invalidateQueries({ queryKey: ['customers'] });
    void queryClient.invalidateQueries({ queryKey: ['tags'] });
  }, [finished]);
  const gone = runs.filter((run) => run.gone && !run.run).map(({ id }) => id).join();
  useEffect(() => gone.split(',').filter(Boolean).forEach(ongoing.drop), [gone]);
  return runs;
}
