import type { Session } from '@/api';
import { forgetKept } from '@/lib/kept';
import { http, queryClient } from '@/lib/http';
import { refreshSession, sessionQuery, setSession } from '@/lib/session';

/** What a person signs in with; `extension_id` claims that extension at once. */
export interface Credentials {
  email: string;
  password: string;
  keep?: boolean;
  extension_id?: string;
}

export function signIn(credentials: Credentials): Promise<Session> {
  return http.post<Session>('/api/session', credentials, { quiet: true });
}

/** Forgets everything that was read for the person who leaves. */
export function forgetAll(): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
}

export async function signOut(): Promise<void> {
  await http.delete('/api/session').catch(() => undefined);
  setSession(null);
  forgetAll();
  forgetKept();
}

export async function lockSession(): Promise<void> {
  await http.post('/api/session/lock').catch(() => undefined);
  await refreshSession();
  forgetAll();
}

export async function unlock(password: string): Promise<void> {
  setSession(await http.post<Session>('/api/session/unlock', { password }, { quiet: true }));
}
