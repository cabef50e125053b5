import { useMutation, useQuery } from '@tanstack/react-query';

import type { AutoReply, Page, RenderedTemplate, TemplateRow } from '@/api';
import { hubNow } from '@/lib/clock';
import { http, queryClient } from '@/lib/http';
import { useCan } from '@/lib/session';

export const REPLIES = 'auto-replies';
export const PATH = '/api/auto-replies';
const SOONEST_MS = 2_000;
const LATEST_MS = 120_000;
const MOST = 200;

function untilNext(replies: AutoReply[] | undefined): number {
  const ends = (replies ?? []).flatMap(({ now }) => (now.until ? [Date.parse(now.until) - hubNow()] : []));
  return Math.min(Math.max(Math.min(...ends, LATEST_MS), 0) + SOONEST_MS, LATEST_MS);
}

/** What is answered by itself, read again when it opens or closes somewhere. */
export function useReplies() {
  const list = useQuery({
    queryKey: [REPLIES],
    queryFn: ({ signal }) => http.get<{ items: AutoReply[] }>(PATH, { signal }),
    refetchInterval: ({ state }) => untilNext(state.data?.items),
  });
  return { ...list, replies: list.data?.items };
}

/** The templates of SMS that may be answered with, by name. */
export function useTexts(): TemplateRow[] {
  const reads = useCan('templates:read');
  const { data } = useQuery({
    queryKey: ['templates', 'for-replies'],
    enabled: reads,
    queryFn: ({ signal }) => http.get<Page<TemplateRow>>('/api/templates', { query: { channel: 'sms', limit: MOST }, signal }),
  });
  return data?.items ?? NONE;
}

const NONE: TemplateRow[] = [];

/** The words of a template for somebody who is not known. */
export function useWords(template: string | null): string | undefined {
  const reads = useCan('templates:read');
  const { data } = useQuery({
    queryKey: ['templates', 'words', template],
    enabled: reads && template !== null,
    retry: false,
    queryFn: ({ signal }) => http.post<RenderedTemplate>(`/api/templates/${template}/render`, { customer_id: null }, { signal }),
  });
  return data?.text;
}

/** Switches one on or off, for the version that is shown. */
export function useSwitch() {
  return useMutation({
    mutationFn: ({ id, active, version }: AutoReply) => http.patch(`${PATH}/${id}`, { active: !active }, { headers: { 'If-Match': `"${version}"` } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [REPLIES] }),
  });
}
