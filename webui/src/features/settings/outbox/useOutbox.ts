import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { Customer, OutboxMessage, OutboxRow, OutboxState, Page, TemplateRow } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useEntities, useRoom } from '@/lib/socket';

const KEY = ['outbox'];

/** Which messages are looked at. */
export interface OutboxFilter {
  channel: OutboxRow['channel'] | null;
  state: OutboxState | null;
  customer_id: string | null;
  search: string;
}

/** What a test message is made of. */
export interface TestWanted {
  template_id: string;
  customer_id: string;
  identity_id: string;
  key: string;
}

/** Outgoing messages, newest first, read again whenever one comes or goes on. */
export function useOutbox({ search, ...filter }: OutboxFilter) {
  useRoom('outbox');
  const told = useEntities<OutboxRow>('message', 'outbox');
  const mark = told.map(({ id, version }) => `${id} ${version}`).join();
  useEffect(() => void queryClient.invalidateQueries({ queryKey: KEY }), [mark]);
  const query = useInfiniteQuery({
    queryKey: [...KEY, 'list', filter, search],
    queryFn: ({ pageParam, signal }) =>
      http.get<Page<OutboxRow>>('/api/outbox', { query: { ...filter, search: search || null, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return { query, items: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** One message with its words. */
export function useMessage(id: string | null) {
  return useQuery({
    queryKey: [...KEY, 'one', id],
    queryFn: ({ signal }) => http.get<OutboxMessage>(`/api/outbox/${id}`, { signal }),
    enabled: id !== null,
    retry: false,
  });
}

/** The templates of messages, for a test. */
export function useTemplates() {
  return useQuery({
    queryKey: ['templates', 'for-test'],
    queryFn: ({ signal }) => http.get<Page<TemplateRow>>('/api/templates', { query: { limit: 200 }, signal }),
    select: ({ items }) => items.filter(({ channel }) => channel === 'sms' || channel === 'email' || channel === 'chat'),
  });
}

/** Somebody with their addresses. */
export function useReceiver(id: string | null) {
  return useQuery({
    queryKey: ['outbox-receiver', id],
    queryFn: ({ signal }) => http.get<Customer>(`/api/customers/${id}`, { signal }),
    enabled: id !== null,
  });
}

/** Sends a test to this page. */
export function useTest(done: (message: OutboxMessage) => void) {
  return useMutation({
    mutationFn: (wanted: TestWanted) => http.post<OutboxMessage>('/api/outbox/test', wanted),
    onSuccess: (made) => {
      void queryClient.invalidateQueries({ queryKey: KEY });
      done(made);
    },
  });
}
