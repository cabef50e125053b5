import { useMutation, useQuery } from '@tanstack/react-query';

import type { Connector, Line } from '@/api';
import { http, queryClient } from '@/lib/http';

/** All lines, in their order. */
export function useLines() {
  const list = useQuery({ queryKey: ['lines'], queryFn: ({ signal }) => http.get<{ items: Line[] }>('/api/lines', { signal }) });
  return { ...list, lines: list.data?.items };
}

/** Moves a line to another place. */
export function useMoveLine() {
  return useMutation({
    mutationFn: ({ id, position }: { id: string; position: number }) => http.patch(`/api/lines/${id}`, { position }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['lines'] }),
  });
}

/** The accounts that calls come from, where the person may see them. */
export function useCallAccounts(mayRead: boolean): Connector[] {
  const { data } = useQuery({
    queryKey: ['connectors'],
    enabled: mayRead,
    queryFn: ({ signal }) => http.get<{ items: Connector[] }>('/api/connectors', { signal }),
  });
  return (data?.items ?? []).filter(({ channel }) => channel === 'call');
}
