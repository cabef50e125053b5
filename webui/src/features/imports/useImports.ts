import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { Page } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useEntities } from '@/lib/socket';

import { isBusy } from './steps';
import type { Import, ImportChange, ImportRow } from './types';

const ASK_AGAIN_MS = 3_000;
const keyOf = (id: string) => ['imports', 'one', id];

function keep(run: Import): void {
  queryClient.setQueryData(keyOf(run.id), run);
  void queryClient.invalidateQueries({ queryKey: ['imports', 'list'] });
}

/** One import: told by the hub while it works, and asked for again should nothing be told. */
export function useImport(id: string) {
  const told = useEntities<Partial<Import> & { id: string }>('import', 'me').find((run) => run.id === id);
  const query = useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => http.get<Import>(`/api/imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data.state) ? ASK_AGAIN_MS : false),
    retry: false,
  });
  const read = query.data;
  const newer = told && read && (told.version ?? 0) > read.version;
  const run = newer ? { ...read, ...told } : read;
  const state = run?.state;
  useEffect(() => {
    // What was told may be short: the whole of it is asked for when the work is over.
    if (newer && state && !isBusy(state)) void queryClient.invalidateQueries({ queryKey: keyOf(id) });
    if (state === 'done' || state === 'undone') void queryClient.invalidateQueries({ queryKey: ['customers'] });
  }, [newer, state, id]);
  return { run, query };
}

/** All imports, newest first. */
export function useImportList() {
  return useInfiniteQuery({
    queryKey: ['imports', 'list'],
    queryFn: ({ pageParam, signal }) => http.get<Page<Import>>('/api/imports', { query: { cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some((run) => isBusy(run.state))) ? ASK_AGAIN_MS : false),
  });
}

/** The rows of one outcome. */
export function useImportRows(id: string, state: ImportRow['state']) {
  return useInfiniteQuery({
    queryKey: ['imports', 'rows', id, state],
    queryFn: ({ pageParam, signal }) => http.get<Page<ImportRow>>(`/api/imports/${id}/rows`, { query: { state, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** Changes how the file is read, what its columns are, or the rules. */
export function useChangeImport(id: string) {
  return useMutation({ mutationFn: (change: ImportChange) => http.patch<Import>(`/api/imports/${id}`, change), onSuccess: keep });
}

/** Checks, starts, cancels or undoes an import. */
export function useImportCommand(id: string) {
  return useMutation({
    mutationFn: (command: 'check' | 'start' | 'cancel' | 'undo') => http.post<Import | undefined>(`/api/imports/${id}/${command}`),
    onSuccess: (run) => (run ? keep(run) : undefined),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
  });
}
