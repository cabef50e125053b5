import { useEffect } from 'react';

import type { Session } from '@/api';
import { queryClient, setAuthListener } from '@/lib/http';
import { refreshSession, sessionQuery, setSession } from '@/lib/session';
import { listenForWaking, live, useEntities, useRoom } from '@/lib/socket';

function lockHere(): void {
  queryClient.setQueryData(sessionQuery.queryKey, (known) => (known ? { ...known, locked: true } : known));
}

/** Asks anew what there is and who may what, when a part of the hub was switched on or off. */
function useLiveModules(session: Session | null): void {
  const states = useEntities<{ key: string; on: boolean }>('module', 'modules');
  const told = states.length === 0 ? null : states.filter(({ on }) => on).map(({ key }) => key).sort().join();
  const known = [...(session?.modules ?? [])].sort().join();
  useEffect(() => {
    if (told !== null && told !== known) void refreshSession();
    // Once for each thing told: what the hub answers then counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [told]);
}

/** Connects while somebody is signed in and not locked, and follows what the hub says about the session. */
export function useLiveSession(session: Session | null): void {
  const active = session !== null && !session.locked;
  useEffect(() => {
    setAuthListener((problem) => (problem.status === 423 ? lockHere() : setSession(null)));
    live.onSignedOut = () => void refreshSession();
  }, []);
  useEffect(() => {
    if (!active) return;
    live.connect();
    const stop = listenForWaking(() => void live.wake());
    return () => {
      stop();
      live.disconnect();
    };
  }, [active]);
  useRoom(active ? 'me' : null);
  useRoom(active ? 'modules' : null);
  useLiveModules(session);
  const changes = useEntities('session', 'me');
  useEffect(() => {
    if (changes.length > 0) void refreshSession();
  }, [changes]);
}
