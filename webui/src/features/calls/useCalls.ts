import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import type { Call, CallDetail, Page, Pop } from '@/api';
import { ApiProblem, http, queryClient } from '@/lib/http';
import { useCan, useSession } from '@/lib/session';
import { useEntities, useRoom } from '@/lib/socket';

import { isLive } from './durations';
import { concerns, currentCall, isOn } from './own';

/** What the history may be narrowed to; '' means any. */
export interface CallFilters {
  direction: '' | Call['direction'];
  result: '' | Exclude<Call['result'], null>;
  mine: boolean;
  /** A result, or a group of them. */
  disposition_id: string;
}

const PAGE = 50;

/** The agent's own call for the call bar, or null; and how many other calls they are on. */
export function useCurrentCall(): { call: Call | null; others: number } {
  const me = useSession()?.user.id ?? '';
  const calls = useEntities<Call>('call', 'me');
  const cards = useEntities<Pop>('pop', 'me');
  return useMemo(() => {
    const call = currentCall(calls, cards, me);
    return { call, others: calls.filter((other) => other.id !== call?.id && isOn(other, cards, me)).length };
  }, [calls, cards, me]);
}

/** Calls in progress, oldest first: everybody's for who may see them, else one's own. `ready` once the hub has told. */
export function useLiveCalls(): { calls: Call[]; all: boolean; ready: boolean } {
  const all = useCan('calls:read_all');
  const me = useSession()?.user.id ?? '';
  const status = useRoom(all ? 'calls' : 'me');
  const calls = useEntities<Call>('call', all ? 'calls' : 'me');
  const cards = useEntities<Pop>('pop', 'me');
  const live = useMemo(
    () =>
      calls
        .filter((call) => (all ? isLive(call) : isLive(call) && concerns(call, cards, me)))
        .sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at) || a.id.localeCompare(b.id)),
    [calls, cards, all, me],
  );
  return { calls: live, all, ready: status !== 'joining' };
}

/** Calls of the past, newest first, a page at a time. */
export function useHistory(filters: CallFilters) {
  return useInfiniteQuery({
    queryKey: ['calls', 'history', filters],
    queryFn: ({ pageParam, signal }) =>
      http.get<Page<Call>>('/api/calls', { query: { ...filters, mine: filters.mine || null, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** Reads the history again when a call ends that this person may see. */
export function useFreshHistory(): void {
  useRoom(useCan('calls:read_all') ? 'calls' : 'me');
  const ended = useEntities<Call>('call').filter(({ state }) => state === 'ended').length;
  useEffect(() => {
    if (ended > 0) void queryClient.invalidateQueries({ queryKey: ['calls', 'history'] });
  }, [ended]);
}

/** One call with its legs, kept fresh while it goes on. */
export function useCall(id: string) {
  const live = useEntities<Call>('call').find((call) => call.id === id);
  const query = useQuery({
    queryKey: ['calls', 'one', id, live?.version ?? 0],
    queryFn: ({ signal }) => http.get<CallDetail>(`/api/calls/${id}`, { signal }),
    placeholderData: (before) => (before?.id === id ? before : undefined),
  });
  return { call: query.data, missing: query.error instanceof ApiProblem && query.error.status === 404, query };
}
