import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import type { Conversation, ConversationCounts, ConversationMessage, ConversationRow, Page } from '@/api';
import { ApiProblem, http, queryClient } from '@/lib/http';
import { useCan } from '@/lib/session';
import { useEntities, useRoom } from '@/lib/socket';

import { readAgain } from './useNews';

const PAGE = 40;
const CLOCK_MS = 60_000;
const SOON_MS = 4_000;
const YOUNG_MS = 600_000;
const ON_ITS_WAY = new Set(['accepted', 'sending', 'sent']);

export type View = 'mine' | 'teams' | 'unassigned' | 'all';
export type State = Conversation['state'];

/** What a list shows, as the API takes it. */
export interface Filter {
  view: View;
  state: State;
  q: string;
  unread: boolean;
}

/** One page after the other, the latest message first. */
export function useConversations({ view, state, q, unread }: Filter) {
  const query = useInfiniteQuery({
    queryKey: ['conversations', 'list', view, state, q, unread],
    queryFn: ({ pageParam, signal }) =>
      http.get<Page<ConversationRow>>('/api/conversations', { query: { view, state, q: q || null, unread: unread || null, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: CLOCK_MS,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, rows };
}

/** How many are open in each view, and how many of them have something unread. */
export function useConversationCounts(): ConversationCounts | undefined {
  const query = useQuery({
    queryKey: ['conversations', 'counts'],
    queryFn: ({ signal }) => http.get<ConversationCounts>('/api/conversations/counts', { signal }),
    refetchInterval: CLOCK_MS,
  });
  return query.data;
}

/** One conversation, kept up to date by its room; `missing` when it is not, or no longer, the reader's to see. */
export function useConversation(id: string) {
  const room = `conversation:${id}`;
  const status = useRoom(room);
  const told = useEntities<Conversation>('conversation', room).find((one) => one.id === id);
  const query = useQuery({
    queryKey: ['conversations', 'one', id],
    queryFn: ({ signal }) => http.get<Conversation>(`/api/conversations/${id}`, { signal }),
    retry: false,
  });
  const read = query.data;
  const conversation = told && (!read || told.version > read.version) ? told : read;
  const version = conversation?.version;
  useEffect(() => {
    if (version !== undefined) void queryClient.invalidateQueries({ queryKey: ['conversations', 'messages', id] });
  }, [version, id]);
  const gone = query.error instanceof ApiProblem && [404, 422].includes(query.error.status);
  return { conversation, missing: gone || status === 'refused', query };
}

const underWay = ({ direction, state, at, files }: ConversationMessage) =>
  (direction === 'out' ? ON_ITS_WAY.has(state) : files.some((file) => file.state === 'wanted')) && Date.now() - Date.parse(at) < YOUNG_MS;

/** What was written, the oldest first; asked again while something that was just sent, or a file that came, is on its way. */
export function useMessages(id: string) {
  const query = useInfiniteQuery({
    queryKey: ['conversations', 'messages', id],
    queryFn: ({ pageParam, signal }) => http.get<Page<ConversationMessage>>(`/api/conversations/${id}/messages`, { query: { cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.items.some(underWay) ? SOON_MS : false),
  });
  const messages = useMemo(() => (query.data?.pages.flatMap(({ items }) => items) ?? []).reverse(), [query.data]);
  return { query, messages };
}

export interface Changes {
  state?: State;
  snoozed_until?: string;
  assignee_id?: string | null;
  team_id?: string | null;
}

function keep(one: Conversation): void {
  queryClient.setQueryData<Conversation>(['conversations', 'one', one.id], (known) => (known && known.version > one.version ? known : one));
}

/** How it stands now, where somebody was quicker. */
export function currentIn(error: unknown): Conversation | null {
  return error instanceof ApiProblem && error.status === 412 ? ((error.more.current as Conversation | undefined) ?? null) : null;
}

/** Changes a conversation for the version that is shown. */
export function useChange() {
  return useMutation({
    mutationFn: ({ one, changes }: { one: Conversation; changes: Changes }) =>
      http.patch<Conversation>(`/api/conversations/${one.id}`, changes, { headers: { 'If-Match': `"${one.version}"` } }),
    onSuccess: keep,
    onError: (error) => {
      const current = currentIn(error);
      if (current) keep(current);
    },
    onSettled: readAgain,
  });
}

/** Says that what is shown was read, while somebody looks at it. */
export function useRead(one: Conversation | undefined, looking: boolean): void {
  const may = useCan('conversations:write');
  const { mutate } = useMutation({
    mutationFn: (id: string) => http.post<Conversation>(`/api/conversations/${id}/read`),
    onSuccess: keep,
    onSettled: readAgain,
  });
  const id = one?.id;
  const unread = one?.unread ?? 0;
  useEffect(() => {
    if (may && looking && id !== undefined && unread > 0) mutate(id);
  }, [may, looking, id, unread, mutate]);
}
