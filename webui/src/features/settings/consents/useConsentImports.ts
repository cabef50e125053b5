import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { ConsentImport, Page } from '@/api';
import { ApiProblem, http, queryClient } from '@/lib/http';
import { readProblem } from '@/lib/http/problem';
import { useEntities, useRoom } from '@/lib/socket';

const KEY = ['consent-imports'];
const again = () => queryClient.invalidateQueries({ queryKey: KEY });

export const CHANNELS = ['call', 'sms', 'email', 'chat'] as const;
export const PURPOSES = ['marketing', 'service'] as const;
export const STATES = ['granted', 'withdrawn', 'denied'] as const;

export interface Silent {
  channel: string | null;
  purpose: string;
  state: string;
}

export const atWork = ({ state }: ConsentImport) => state === 'checking' || state === 'running' || state === 'undoing';

/** The files of consents, the latest first; those that go on are told by the room. */
export function useConsentImports() {
  useRoom('consent_imports');
  const told = useEntities<ConsentImport>('consent_import', 'consent_imports');
  const newer = new Map(told.map((one) => [one.id, one]));
  const unseen = told.map(({ id }) => id).join();
  useEffect(() => void again(), [unseen]);
  const query = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) => http.get<Page<ConsentImport>>('/api/consents/imports', { query: { cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const items = (query.data?.pages.flatMap((page) => page.items) ?? []).map((one) => {
    const live = newer.get(one.id);
    return live && live.version > one.version ? live : one;
  });
  return { query, items };
}

/** One of them, as the room tells it, else as it was read. */
export function useConsentImport(id: string | null, first: ConsentImport | null) {
  useRoom('consent_imports');
  const live = useEntities<ConsentImport>('consent_import', 'consent_imports').find((one) => one.id === id);
  const read = useQuery({ queryKey: [...KEY, id], queryFn: ({ signal }) => http.get<ConsentImport>(`/api/consents/imports/${id}`, { signal }), enabled: id !== null });
  return [live, read.data, first].filter((one) => one?.id === id).reduce((best, one) => (one && (!best || one.version > best.version) ? one : best), null) ?? null;
}

async function send(file: File, silent: Silent): Promise<ConsentImport> {
  const body = new FormData();
  body.append('file', file, file.name);
  const meant = Object.entries(silent).filter((pair): pair is [string, string] => pair[1] !== null);
  const answer = await fetch(`/api/consents/imports?${new URLSearchParams(meant)}`, { method: 'POST', body, credentials: 'same-origin', headers: { Accept: 'application/json' } }).catch(() => {
    throw new ApiProblem(0, 'unreachable', 'The hub did not answer.');
  });
  if (!answer.ok) throw await readProblem(answer);
  return (await answer.json()) as ConsentImport;
}

/** Has a file looked at. */
export function useLook() {
  return useMutation({ mutationFn: ({ file, silent }: { file: File; silent: Silent }) => send(file, silent), onSettled: again });
}

/** Starts it, stops it or takes it back. */
export function useAct(id: string | null) {
  return useMutation({
    mutationFn: ({ act, why }: { act: 'start' | 'cancel' | 'undo'; why?: string }) => http.post<ConsentImport>(`/api/consents/imports/${id}/${act}`, why === undefined ? undefined : { why }),
    onSettled: again,
  });
}
