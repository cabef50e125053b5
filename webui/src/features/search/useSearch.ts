import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { http } from '@/lib/http';
import { useCan } from '@/lib/session';

import type { SearchAnswer } from './types';

const SETTLE_MS = 80;
const ENOUGH = 2;

/** What the hub finds while somebody types: older answers are dropped, the last one stays until the next is there. */
export function useSearch(text: string) {
  const allowed = useCan('customers:read');
  const [q] = useDebouncedValue(text.trim(), SETTLE_MS);
  const asked = allowed && q.length >= ENOUGH;
  const { data, isFetching, error } = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => http.get<SearchAnswer>('/api/search', { query: { q, limit: 6 }, signal }),
    enabled: asked,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return { found: asked ? data : undefined, pending: isFetching || q !== text.trim(), error: asked ? error : null };
}
