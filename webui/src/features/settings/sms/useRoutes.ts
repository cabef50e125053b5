import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { Connector, SmsLimits, SmsRoute, TriedRoutes } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useEntities, useRoom } from '@/lib/socket';

const PATH = '/api/sms/routes';
export const ROUTES = 'sms-routes';
const LIMITS = ['sms-limits'];

/** All routes in their order, read again whenever one changes. */
export function useRoutes() {
  useRoom('sms_routes');
  const told = useEntities<{ id: string; version: number }>('sms_route', 'sms_routes');
  const mark = told.map(({ id, version }) => `${id} ${version}`).join();
  useEffect(() => void queryClient.invalidateQueries({ queryKey: [ROUTES] }), [mark]);
  const list = useQuery({ queryKey: [ROUTES], queryFn: ({ signal }) => http.get<{ items: SmsRoute[] }>(PATH, { signal }) });
  return { ...list, routes: list.data?.items };
}

/** Moves a route to another place. */
export function useMoveRoute() {
  return useMutation({
    mutationFn: ({ id, position }: { id: string; position: number }) => http.patch(`${PATH}/${id}`, { position }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [ROUTES] }),
  });
}

/** The accounts that send SMS. */
export function useSmsAccounts(): Connector[] {
  const { data } = useQuery({ queryKey: ['connectors'], queryFn: ({ signal }) => http.get<{ items: Connector[] }>('/api/connectors', { signal }) });
  return (data?.items ?? []).filter(({ channel }) => channel === 'sms');
}

/** What a text to a number would take. */
export function useTried(asked: { number: string; purpose: string; text: string }) {
  return useQuery({
    queryKey: ['sms-tried', asked],
    enabled: asked.number.trim() !== '',
    queryFn: ({ signal }) => http.post<TriedRoutes>(`${PATH}/try`, asked, { signal }),
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
  });
}

/** What sending is held to. */
export function useLimits() {
  return useQuery({ queryKey: LIMITS, queryFn: ({ signal }) => http.get<SmsLimits>('/api/sms/limits', { signal }) });
}

/** Changes all limits for the version that was read. */
export function useSaveLimits(onSaved: () => void) {
  return useMutation({
    mutationFn: ({ version, ...limits }: SmsLimits) => http.put<SmsLimits>('/api/sms/limits', limits, { headers: { 'If-Match': `"${version}"` } }),
    onSuccess: (saved) => {
      queryClient.setQueryData(LIMITS, saved);
      void queryClient.invalidateQueries({ queryKey: ['sms-tried'] });
      onSaved();
    },
  });
}
