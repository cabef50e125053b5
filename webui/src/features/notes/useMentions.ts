import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { Mention, Page } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useEntities } from '@/lib/socket';

const PAGE = 20;

/** How many notes name the reader and are not read yet; told by the hub as it happens. */
export function useUnreadMentions(): Mention[] {
  const told = useEntities<Mention>('mention', 'me');
  return useMemo(() => told.filter(({ read_at }) => read_at === null), [told]);
}

/** The notes that name the reader, newest first, a page at a time. */
export function useMentions() {
  const told = useEntities<Mention>('mention', 'me');
  const query = useInfiniteQuery({
    queryKey: ['mentions'],
    queryFn: ({ pageParam, signal }) => http.get<Page<Mention>>('/api/me/mentions', { query: { cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  const { data } = query;
  const mentions = useMemo(() => {
    const all = new Map((data?.pages ?? []).flatMap(({ items }) => items).map((one) => [one.id, one]));
    for (const one of told) if ((all.get(one.id)?.version ?? -1) < one.version) all.set(one.id, one);
    return [...all.values()].sort((a, b) => b.created_at.localeCompare(a.created_at));
  }, [data, told]);
  return { mentions, query };
}

/** Says that these were read, in all tabs of this person. */
export function useReadMentions() {
  return useMutation({
    mutationFn: (ids: string[]) => http.post('/api/me/mentions/read', { ids }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['mentions'] }),
  });
}
