import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { Module } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useEntities } from '@/lib/socket';

const KEY = ['modules'];
const again = () => queryClient.invalidateQueries({ queryKey: KEY });

/** All modules, read again whenever one is switched anywhere; the frame holds their room. */
export function useModules() {
  const told = useEntities<{ key: string; version: number }>('module', 'modules').map(({ key, version }) => `${key} ${version}`).join();
  useEffect(() => void again(), [told]);
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => http.get<{ items: Module[] }>('/api/modules', { signal }) });
  return { ...query, modules: query.data?.items ?? [] };
}

/** Switches one, as it was seen. */
export function useSwitch(module: Module, done: () => void) {
  return useMutation({
    mutationFn: (on: boolean) => http.patch(`/api/modules/${module.key}`, { on }, { headers: { 'If-Match': `"${module.version}"` } }),
    onSuccess: done,
    onSettled: again,
  });
}
