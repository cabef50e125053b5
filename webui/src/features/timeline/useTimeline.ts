import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useSyncExternalStore } from 'react';

import type { Entry, TimelinePage } from '@/api';
import type { Following } from '@/components/EndOfList';
import { http, queryClient } from '@/lib/http';
import { live, useRoom } from '@/lib/socket';

import { type Filters, fits, queryOf } from './filters';
import { type HeldEntries, withLive } from './groups';

/** Where a timeline is read, and the room that keeps it up to date (null: none). */
export interface TimelineSource {
  path: string;
  room: string | null;
}

interface Place {
  cursor?: string;
  after?: string;
  around?: string;
}

const NOTHING: HeldEntries = {};
const PAGE = 40;
/** Pages kept at once: however far somebody reads, the browser holds no more than these. */
const MOST_PAGES = 6;

/** What a room knows of entries. */
export function useHeld(room: string | null): HeldEntries {
  return useSyncExternalStore(
    live.store.subscribe,
    useCallback(() => (room === null ? NOTHING : (live.store.state[room]?.kinds.entry ?? NOTHING)), [room]),
  );
}

/** Reads again what is known of a timeline; for what no room tells. */
export function readTimelineAgain(path: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['timeline', path] });
}

/** A window onto a timeline, live updates included: read on at both ends, and begun at the newest entry or around an instant. */
export function useTimeline({ path, room }: TimelineSource, filters: Filters, around: string | null) {
  useRoom(room);
  const held = useHeld(room);
  const asked = queryOf(filters);
  const queryKey = ['timeline', path, asked, around];
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => http.get<TimelinePage>(path, { query: { ...asked, ...pageParam, limit: PAGE }, signal }),
    initialPageParam: (around === null ? {} : { around }),
    getNextPageParam: (page): Place | null => (page.next ? { cursor: page.next } : null),
    getPreviousPageParam: (page): Place | null => (page.previous ? { after: page.previous } : null),
    maxPages: MOST_PAGES,
  });
  const { data, hasNextPage, hasPreviousPage } = query;
  const entries = useMemo(() => {
    const read = data?.pages.flatMap((page) => page.items) ?? [];
    const matches = (entry: Entry) => fits(entry, filters);
    return data ? withLive(read, held, { older: hasNextPage, newer: hasPreviousPage }, matches) : [];
  }, [data, held, hasNextPage, hasPreviousPage, filters]);
  const newer: Following = {
    hasNextPage: query.hasPreviousPage,
    isFetchingNextPage: query.isFetchingPreviousPage,
    isFetchNextPageError: query.isFetchPreviousPageError,
    error: query.error,
    fetchNextPage: query.fetchPreviousPage,
  };
  /** Forgets what was read and begins at the newest entry again: reading on towards it could take long. */
  const restart = () => void queryClient.resetQueries({ queryKey, exact: true });
  return { entries, held, query, newer, restart };
}
