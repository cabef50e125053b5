import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { Page, SmsBulk, SmsBulkOpened, SmsBulkPreview, SmsBulkRecipient, SmsBulkResult } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useEntities, useRoom } from '@/lib/socket';

const PATH = '/api/sms/bulks';
const KEY = ['sms-bulks'];
/** Links are opened at any time: what is looked at is asked again now and then. */
const OPENED_MS = 15_000;

/** What is sent to whom. */
export interface BulkText {
  selection: Record<string, unknown>;
  purpose: 'service' | 'marketing';
  texts: { fa?: string; en?: string };
  template_id: string | null;
  shorten_links: boolean;
  utm: { source?: string; medium?: string; campaign?: string };
}

/** Who would get it and who would not, asked once. */
export function usePreview() {
  return useMutation({ mutationFn: (text: BulkText) => http.post<SmsBulkPreview>(`${PATH}/preview`, text) });
}

/** Begins it. */
export function useStart() {
  return useMutation({
    mutationFn: (bulk: BulkText & { name: string; send_at?: string; key: string }) => http.post<SmsBulk>(PATH, bulk),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}

/** All of them, the newest first; what goes on shows by itself. */
export function useBulks() {
  useRoom('sms_bulks');
  const told = useEntities<SmsBulk>('sms_bulk', 'sms_bulks');
  const states = told.map(({ id, state }) => `${id} ${state}`).join();
  useEffect(() => void queryClient.invalidateQueries({ queryKey: KEY }), [states]);
  const query = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) => http.get<Page<SmsBulk>>(PATH, { query: { cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const newer = new Map(told.map((bulk) => [bulk.id, bulk]));
  const items = (query.data?.pages.flatMap((page) => page.items) ?? []).map((bulk) => {
    const live = newer.get(bulk.id);
    return live && live.version > bulk.version ? live : bulk;
  });
  return { query, items };
}

/** How one went, by state and reason. */
export function useResults(id: string, version: number) {
  return useQuery({
    queryKey: ['sms-bulk-results', id, version],
    queryFn: ({ signal }) => http.get<{ items: SmsBulkResult[]; opened: SmsBulkOpened | null }>(`${PATH}/${id}/results`, { signal }),
    placeholderData: (before) => before,
    refetchInterval: (asked) => (asked.state.data?.opened ? OPENED_MS : false),
  });
}

/** Who opened a link of it; `clicks` reads it again as there are more. */
export function useWhoOpened(id: string, clicks: number) {
  return useInfiniteQuery({
    queryKey: ['sms-bulk-opened', id, clicks],
    queryFn: ({ pageParam, signal }) => http.get<Page<SmsBulkRecipient>>(`${PATH}/${id}/recipients`, { query: { opened: true, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

/** Pauses, goes on, or cancels. */
export function useSteer(id: string) {
  return useMutation({
    mutationFn: (what: 'pause' | 'resume' | 'cancel') => http.post<SmsBulk>(`${PATH}/${id}/${what}`),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}
