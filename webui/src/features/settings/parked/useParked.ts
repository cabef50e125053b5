import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { Page, ParkedDetail, ParkedItem, ParkedSummary } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useEntities, useRoom } from '@/lib/socket';

const KEY = ['parked'];
const again = () => void queryClient.invalidateQueries({ queryKey: KEY });

/** Which part of the list is looked at: all of it, or one kind. */
export interface Chosen {
  source: ParkedItem['source'];
  kind: string;
}

/** What waits, newest first, read again whenever something joins the list or leaves it. */
export function useParked(chosen: Chosen | null) {
  useRoom('parked');
  const told = useEntities<ParkedItem>('parked', 'parked');
  const mark = told.map(({ id, version }) => `${id} ${version}`).join();
  useEffect(again, [mark]);
  const query = useInfiniteQuery({
    queryKey: [...KEY, 'list', chosen],
    queryFn: ({ pageParam, signal }) => http.get<Page<ParkedItem>>('/api/parked', { query: { ...chosen, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return { query, items: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** How many of each kind wait. */
export function useParkedSummary() {
  return useQuery({ queryKey: [...KEY, 'summary'], queryFn: ({ signal }) => http.get<ParkedSummary>('/api/parked/summary', { signal }) });
}

/** One of them with its content. */
export function useParkedDetail(id: string) {
  return useQuery({ queryKey: [...KEY, 'one', id], queryFn: ({ signal }) => http.get<ParkedDetail>(`/api/parked/${id}`, { signal }), retry: false });
}

/** Tries one again, or all that the choice takes. */
export function useRetry() {
  return useMutation({
    mutationFn: (what: string | Chosen | null) =>
      typeof what === 'string' ? http.post(`/api/parked/${what}/retry`) : http.post('/api/parked/retry', what ?? {}),
    onSettled: again,
  });
}

/** Discards one, or all of a kind. */
export function useDiscard() {
  return useMutation({
    mutationFn: ({ what, reason }: { what: string | Chosen; reason: string }) =>
      typeof what === 'string' ? http.post(`/api/parked/${what}/discard`, { reason }) : http.post('/api/parked/discard', { ...what, reason }),
    onSettled: again,
  });
}
