import { useQuery } from '@tanstack/react-query';

import { http } from '@/lib/http';
import { useCan } from '@/lib/session';

const FRESH_MS = 60_000;

/** Whether one may write SMS, and something sends them: without that no page offers it. */
export function useWritesSms(): boolean {
  const may = useCan('messages:send');
  const channels = useQuery({
    queryKey: ['message-channels'],
    enabled: may,
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => http.get<{ sms: boolean }>('/api/messages/channels', { signal }),
  });
  return may && channels.data?.sms === true;
}
