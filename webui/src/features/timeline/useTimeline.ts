import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useSyncExternalStore } from 'react';

import type { Channel, Entry, Page } from '@/api';
import { http } from '@/lib/http';
import { live, useRoom } from '@/lib/socket';

import { type HeldEntries, withLive } from './groups';

/** Where a timeline is read, and the room that keeps it up to date (null: none). */
export interface TimelineSource {
  path: string;
  room: string | null;
}

const NOTHING: HeldEntries = {};
const PAGE = 30;

function useHeld(room: string | null): HeldEntries {
  return useSyncExternalStore(
    live.store.subscribe,
    useCallback(() => (room === null ? NOTHING : (live.store.state[room]?.kinds.entry ?? NOTHING)), [room]),
  );
}

/** A timeline's entries, pages read so far and live updates in one; `query` reads on. */
export function useTimeline({ path, room }: TimelineSource, channel: Channel | null) {
  useRoom(room);
  const held = useHeld(room);
  const query = useInfiniteQuery({
    queryKey: ['timeline', path, channel],
    queryFn: ({ pageParam, signal }) => http.get<Page<Entry>>(path, { query: { cursor: pageParam, channel, limit: PAGE }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const { data, hasNextPage } = query;
  const entries = useMemo(() => {
    const read = data?.pages.flatMap((page) => page.items) ?? [];
    return data ? withLive(read, held, hasNextPage, channel) : [];
  }, [data, held, hasNextPage, channel]);
  return { entries, query };
}
