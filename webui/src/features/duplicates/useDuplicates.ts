import { useInfiniteQuery, useMutation } from '@tanstack/react-query';

import type { Duplicate, Page } from '@/api';
import { http, queryClient } from '@/lib/http';

type Found = Page<Duplicate> & { total?: number | null };
const KEY = ['duplicates', 'open'];

/** The pairs nobody has decided on yet, likeliest first. */
export function useDuplicates() {
  const query = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) => http.get<Found>('/api/duplicates', { query: { state: 'open', cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return { query, pairs: query.data?.pages.flatMap((page) => page.items) ?? [], total: query.data?.pages[0]?.total ?? null };
}

type Cached = { pages: Found[]; pageParams: unknown[] } | undefined;

function without(id: string): void {
  queryClient.setQueryData<Cached>(KEY, (known) =>
    known && {
      ...known,
      pages: known.pages.map((page) => ({
        ...page,
        items: page.items.filter((pair) => pair.id !== id),
        total: typeof page.total === 'number' ? Math.max(0, page.total - 1) : page.total,
      })),
    },
  );
}

/** Says that two customers are not one; the pair leaves the list at once, and comes back when that could not be saved. */
export function useDismiss() {
  return useMutation({
    mutationFn: (id: string) => http.post(`/api/duplicates/${id}/dismiss`),
    onMutate: without,
    onError: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}

/** Looks for duplicates again, in the background. */
export function useFindDuplicates() {
  return useMutation({ mutationFn: () => http.post('/api/duplicates/find') });
}
