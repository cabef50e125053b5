import { queryOptions, useQuery } from '@tanstack/react-query';

import type { Permission, Session } from '@/api';
import { ApiProblem, http, queryClient } from '@/lib/http';

async function fetchSession(): Promise<Session | null> {
  try {
    return await http.get<Session>('/api/session');
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

/** Who is signed in here; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: fetchSession,
  staleTime: Infinity,
  gcTime: Infinity,
});

/** The signed-in person's session, or null. */
export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null;
}

/** True when the signed-in person may do this. */
export function useCan(permission: Permission): boolean {
  return useSession()?.permissions.includes(permission) ?? false;
}

/** True while this part of the hub is switched on. */
export function useModule(key: string): boolean {
  return useSession()?.modules.includes(key) ?? false;
}

/** Puts a session the hub has just answered with in place of the known one. */
export function setSession(session: Session | null): void {
  queryClient.setQueryData(sessionQuery.queryKey, session);
}

/** Asks the hub again who is signed in; for when a socket or an answer said otherwise. */
export function refreshSession(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
}
