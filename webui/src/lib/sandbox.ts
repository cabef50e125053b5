import { useQuery } from '@tanstack/react-query';

import type { Sandbox } from '@/api';
import { http, queryClient } from '@/lib/http';

const KEY = ['sandbox'];
const AGAIN = 60_000;

/** Whether outgoing messages are captured; asked again while the page is open, since it changes with a restart only. */
export function useSandbox(): Sandbox | undefined {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => http.get<Sandbox>('/api/sandbox', { signal }), refetchInterval: AGAIN }).data;
}

/** An administrator has seen that it was switched. */
export async function seeSandbox(on: boolean): Promise<void> {
  queryClient.setQueryData(KEY, await http.post<Sandbox>('/api/sandbox/seen', { on }));
}
