import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Page, Person, Presence } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useEntities, useRoom } from '@/lib/socket';

export interface PeopleFilter {
  q?: string;
  team_id?: string | null;
  unit_id?: string | null;
  skill_id?: string | null;
  level?: number;
  language?: string | null;
}

/** People by name, page by page; read again when somebody's name, skills or teams change. */
export function usePeople(filter: PeopleFilter) {
  useRoom('people');
  const list = useInfiniteQuery({
    queryKey: ['people', filter],
    queryFn: ({ pageParam, signal }) => http.get<Page<Person>>('/api/people', { signal, query: { ...filter, cursor: pageParam, limit: 50 } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
  const persons = useEntities<Person>('person', 'people');
  const teams = useEntities('team', 'people');
  const names = useEntities<Presence>('presence', 'presence').map(({ user_id, name }) => user_id + name).join();
  useEffect(() => {
    if (persons.length + teams.length > 0) void queryClient.invalidateQueries({ queryKey: ['people'] });
  }, [persons, teams, names]);
  const people = useMemo(() => list.data?.pages.flatMap(({ items }) => items), [list.data]);
  return { ...list, people };
}

/** What a language is called in the reader's own: «آلمانی» for `de`. */
export function useLanguageName(): (tag: string) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const names = new Intl.DisplayNames([i18n.language], { type: 'language', fallback: 'code' });
    return (tag) => {
      try {
        return names.of(tag) ?? tag;
      } catch {
        return tag; // not one that the browser can read
      }
    };
  }, [i18n.language]);
}
