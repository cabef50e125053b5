import { useMutation, useQuery } from '@tanstack/react-query';

import type { HoursCalendar, HoursImport, SpecialDay, SpecialDayOn } from '@/features/hours/types';
import { http, queryClient } from '@/lib/http';

const again = () => queryClient.invalidateQueries({ queryKey: ['hours'] });

/** All calendars, the organisation's first. */
export function useCalendars() {
  const list = useQuery({ queryKey: ['hours', 'list'], queryFn: ({ signal }) => http.get<{ items: HoursCalendar[] }>('/api/hours', { signal }) });
  return { ...list, calendars: list.data?.items };
}

/** The special days from one date to another. */
export function useDays(calendarId: string, first: string, last: string) {
  return useQuery({
    queryKey: ['hours', calendarId, 'days', first, last],
    queryFn: ({ signal }) => http.get<{ items: SpecialDayOn[] }>(`/api/hours/${calendarId}/days`, { signal, query: { first, last } }),
    placeholderData: (before) => before,
  });
}

export interface DayBody {
  name: string;
  hours: { start: string; end: string; next_day: boolean }[];
  repeats: 'once' | 'gregorian' | 'jalali';
  date?: string;
  month?: number;
  day?: number;
}

/** Adds a special day, or makes `stored` this day for the version that was read. */
export function useSaveDay(calendarId: string, done: () => void) {
  return useMutation({
    mutationFn: ({ stored, body }: { stored: SpecialDay | null; body: DayBody }) => {
      const path = `/api/hours/${calendarId}/days`;
      if (!stored) return http.post<SpecialDay>(path, body);
      return http.put<SpecialDay>(`${path}/${stored.id}`, body, { headers: { 'If-Match': `"${stored.version}"` } });
    },
    onSuccess: async () => {
      await again();
      done();
    },
  });
}

/** Closed for today, or open again. */
export function useClosing(calendarId: string, done: () => void) {
  return useMutation({
    mutationFn: (body: { start?: string; end?: string; reason?: string } | null) =>
      body ? http.put<HoursCalendar>(`/api/hours/${calendarId}/closed`, body) : http.delete<HoursCalendar>(`/api/hours/${calendarId}/closed`),
    onSuccess: async () => {
      await again();
      done();
    },
  });
}

/** The latest imports of a calendar. */
export function useImports(calendarId: string) {
  const list = useQuery({
    queryKey: ['hours', calendarId, 'imports'],
    queryFn: ({ signal }) => http.get<{ items: HoursImport[] }>(`/api/hours/${calendarId}/imports`, { signal }),
  });
  return list.data?.items ?? [];
}

/** Carries an import out, or takes it back. */
export function useImportStep(calendarId: string) {
  return useMutation({
    mutationFn: ({ id, step }: { id: string; step: 'start' | 'undo' }) => http.post<HoursImport>(`/api/hours/${calendarId}/imports/${id}/${step}`),
    onSuccess: again,
  });
}
