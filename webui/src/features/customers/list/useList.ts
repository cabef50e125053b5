import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

import { http } from '@/lib/http';

import type { ListQuery } from './address';
import type { Listed } from './types';

const PAGE = 50;

/** The customers that a list asks for, a page at a time; `total` is that of the first page. */
export function useList(query: ListQuery, enabled = true, path = '/api/customers') {
  const found = useInfiniteQuery({
    queryKey: ['customers', 'list', path, query],
    queryFn: ({ pageParam, signal }) => http.get<Listed>(path, { query: { ...query, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    enabled,
  });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return { found, rows, total: found.data?.pages[0]?.total ?? null };
}
