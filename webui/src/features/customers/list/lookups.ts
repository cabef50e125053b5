import { useQuery } from '@tanstack/react-query';

import type { Colleague, CustomField, Tag } from '@/api';
import { http } from '@/lib/http';

import type { FilterField } from './types';

interface Items<T> {
  items: T[];
}

const MINUTE = 60_000;

function useItems<T>(key: string, path: string, enabled = true): T[] {
  const { data } = useQuery({ queryKey: [key], queryFn: ({ signal }) => http.get<Items<T>>(path, { signal }), staleTime: MINUTE, enabled });
  return data?.items ?? (EMPTY as T[]);
}

const EMPTY: unknown[] = [];

/** All tags by name. */
export function useTags(): (Tag & { customers?: number })[] {
  return useItems('tags', '/api/tags');
}

/** The organisation's own fields. */
export function useCustomFields(): CustomField[] {
  return useItems('fields', '/api/fields');
}

/** Whom a customer may be given to. */
export function useColleagues(): Colleague[] {
  return useItems('colleagues', '/api/colleagues');
}

/** What lists can be narrowed by. */
export function useFilterFields(): FilterField[] {
  return useItems('filter-fields', '/api/filter-fields');
}
