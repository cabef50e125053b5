import { useCallback, useEffect, useSyncExternalStore } from 'react';

import { live } from './client';
import type { Connection, RoomStatus } from './types';

const { store } = live;

/** Keeps a room joined while the component is on the page; null joins none. */
export function useRoom(room: string | null): RoomStatus {
  useEffect(() => (room === null ? undefined : live.hold(room)), [room]);
  return useSyncExternalStore(
    store.subscribe,
    useCallback(() => (room === null ? 'joining' : store.roomStatus(room)), [room]),
  );
}

/** The living entities of a kind, kept up to date; from one room, or merged over all that are joined. */
export function useEntities<T>(kind: string, room?: string): T[] {
  return useSyncExternalStore(
    store.subscribe,
    useCallback(() => store.list(kind, room) as T[], [kind, room]),
  );
}

/** How the tab stands with the hub. */
export function useConnection(): Connection {
  return useSyncExternalStore(store.subscribe, () => store.connection);
}
