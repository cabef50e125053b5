import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { Suppression, SuppressionImport, SuppressionsPage } from '@/api';
import { ApiProblem, http, queryClient } from '@/lib/http';
import { readProblem } from '@/lib/http/problem';
import { useEntities, useRoom } from '@/lib/socket';

const KEY = ['suppressions'];
const again = () => queryClient.invalidateQueries({ queryKey: KEY });

export const REASONS = ['manual', 'legal', 'complaint', 'hard_bounce'] as const;
export type Reason = (typeof REASONS)[number];

export interface Chosen {
  q: string;
  reason: Reason | null;
  state: 'standing' | 'ended' | 'all';
}

/** The suppressions, newest first, read again whenever somebody changes one. */
export function useSuppressions(chosen: Chosen) {
  useRoom('suppressions');
  const told = useEntities<Suppression>('suppression', 'suppressions');
  const mark = told.map(({ id, version }) => `${id} ${version}`).join();
  useEffect(() => void again(), [mark]);
  const query = useInfiniteQuery({
    queryKey: [...KEY, chosen],
    queryFn: ({ pageParam, signal }) => http.get<SuppressionsPage>('/api/suppressions', { query: { ...chosen, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  return { query, items: query.data?.pages.flatMap((page) => page.items) ?? [], standing: query.data?.pages[0]?.standing ?? null };
}

export interface NewSuppression {
  kind: 'phone' | 'email';
  match: 'value' | 'domain' | 'prefix';
  value: string;
  channel: string | null;
  purpose: string | null;
  reason: Reason;
  note: string | null;
  until: string | null;
}

/** Suppresses an address or a pattern. */
export function useSuppress() {
  return useMutation({ mutationFn: (wanted: NewSuppression) => http.post<Suppression>('/api/suppressions', wanted), onSuccess: again });
}

/** Ends a suppression, with the reason. */
export function useLift(one: Suppression) {
  return useMutation({
    mutationFn: (why: string) => http.post<Suppression>(`/api/suppressions/${one.id}/lift`, { why }, { headers: { 'If-Match': `"${one.version}"` } }),
    onSettled: again,
  });
}

async function send(file: File, reason: Reason, start: boolean): Promise<SuppressionImport> {
  const body = new FormData();
  body.append('file', file, file.name);
  const path = `/api/suppressions/imports?${new URLSearchParams({ reason, start: String(start) })}`;
  const answer = await fetch(path, { method: 'POST', body, credentials: 'same-origin', headers: { Accept: 'application/json' } }).catch(() => {
    throw new ApiProblem(0, 'unreachable', 'The hub did not answer.');
  });
  if (!answer.ok) throw await readProblem(answer);
  return (await answer.json()) as SuppressionImport;
}

/** Looks at a file, or suppresses what is in it. */
export function useImport() {
  return useMutation({
    mutationFn: ({ file, reason, start }: { file: File; reason: Reason; start: boolean }) => send(file, reason, start),
    onSuccess: (found) => (found.import_id ? again() : undefined),
  });
}

/** Takes an import back. */
export function useUndo() {
  return useMutation({ mutationFn: ({ id, why }: { id: string; why: string }) => http.post(`/api/suppressions/imports/${id}/undo`, { why }), onSuccess: again });
}
