import { useMutation, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';

import type { MessageCheck, NewMessage, OutboxRow, Page, RenderedTemplate, TemplateRow } from '@/api';
import { readTimelineAgain } from '@/features/timeline/useTimeline';
import { ApiProblem, http } from '@/lib/http';

const SETTLED_MS = 300;

/** What is written, and to whom. */
export interface Draft {
  identity_id: string;
  customer_id: string | null;
  purpose: 'service' | 'marketing';
  text: string;
  template_id: string | null;
  shorten_links: boolean;
  conversation_id: string | null;
}

/** What would become of it, asked while it is written; the last answer stays until the next. */
export function useCheck(draft: Draft) {
  const [settled] = useDebouncedValue(draft, SETTLED_MS);
  return useQuery({
    queryKey: ['message-check', settled],
    queryFn: ({ signal }) => http.post<MessageCheck>('/api/messages/check', settled, { signal }),
    placeholderData: (before) => before,
    gcTime: 0,
    retry: false,
  });
}

/** Sends it, and reads the timeline that it stands on. Both callbacks come even when the composer was closed meanwhile. */
export function useSend(timeline: string, onSent: () => void, onOther: () => void) {
  return useMutation({
    mutationFn: (message: NewMessage) => http.post<OutboxRow>('/api/messages', message),
    onSuccess: () => {
      onSent();
      void readTimelineAgain(timeline);
    },
    onError: (error) => error instanceof ApiProblem && error.code === 'message_differs' && onOther(),
  });
}

/** Takes back one that waits. */
export function useTakeBack(timeline: string) {
  return useMutation({
    mutationFn: (id: string) => http.post<OutboxRow>(`/api/messages/${id}/cancel`),
    onSettled: () => void readTimelineAgain(timeline),
  });
}

/** The templates of SMS that one may use. */
export function useSmsTemplates(search: string, enabled: boolean) {
  const [settled] = useDebouncedValue(search.trim(), SETTLED_MS);
  return useQuery({
    queryKey: ['templates', 'for-sms', settled],
    enabled,
    queryFn: ({ signal }) => http.get<Page<TemplateRow>>('/api/templates', { query: { channel: 'sms', search: settled || null, limit: 30 }, signal }),
    placeholderData: (before) => before,
  });
}

/** A template's words for somebody. */
export function useFill() {
  return useMutation({
    mutationFn: ({ id, customer_id }: { id: string; customer_id: string | null }) => http.post<RenderedTemplate>(`/api/templates/${id}/render`, { customer_id }),
  });
}
