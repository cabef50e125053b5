import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import { hubNow } from '@/lib/clock';
import { http, queryClient } from '@/lib/http';
import { useModule } from '@/lib/session';
import { useEntities, useRoom } from '@/lib/socket';

import type { HoursCalendar, HoursState } from './types';

const SOONEST = 1_000;
const LATEST = 300_000;

/** Reads everything about hours again when a calendar is changed anywhere. */
export function useLiveHours(): void {
  useRoom(useModule('hours') ? 'hours' : null);
  const versions = useEntities<HoursCalendar>('hours', 'hours').map(({ id, version }) => `${id}:${version}`).sort().join(' ');
  const known = useRef(versions);
  useEffect(() => {
    if (known.current !== versions && known.current !== '') void queryClient.invalidateQueries({ queryKey: ['hours'] });
    known.current = versions;
  }, [versions]);
}

/** How long until the first of these states ends, in ms. */
function untilNext(states: HoursState[] | undefined): number {
  const ends = (states ?? []).flatMap(({ opening }) => (opening.until ? [Date.parse(opening.until) - hubNow()] : []));
  return Math.min(Math.max(Math.min(...ends, LATEST) + SOONEST, SOONEST), LATEST);
}

/** How it stands everywhere, live and by the clock. */
export function useOpenStates() {
  useLiveHours();
  const on = useModule('hours');
  const { data } = useQuery({
    enabled: on,
    queryKey: ['hours', 'states'],
    queryFn: ({ signal }) => http.get<{ items: HoursState[] }>('/api/hours/states', { signal }),
    refetchInterval: (query) => untilNext(query.state.data?.items),
  });
  return on ? data?.items : undefined;
}

/** Of a line: by its own calendar, else the organisation's; undefined without any. */
export function stateOfLine(states: HoursState[] | undefined, lineId: string | null): HoursState | undefined {
  const own = lineId === null ? undefined : states?.find(({ line_id }) => line_id === lineId);
  const found = own ?? states?.find(({ line_id, team_id }) => line_id === null && team_id === null);
  return found?.calendar_id ? found : undefined;
}
