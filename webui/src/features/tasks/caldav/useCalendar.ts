import { useQuery } from '@tanstack/react-query';

import type { ConnectedCalendar } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useEntities } from '@/lib/socket';

export const PATH = '/api/me/calendar';
export const readAgain = () => queryClient.invalidateQueries({ queryKey: ['my-calendar'] });

/** One's connected calendar, read anew whenever the hub says that it stands otherwise. */
export function useCalendar() {
  const told = useEntities<ConnectedCalendar>('calendar', 'me')[0];
  return useQuery({
    queryKey: ['my-calendar', told?.version ?? 0],
    queryFn: ({ signal }) => http.get<{ calendar: ConnectedCalendar | null }>(PATH, { signal }),
    placeholderData: (known) => known,
  });
}
