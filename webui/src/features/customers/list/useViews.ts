import { useMutation, useQuery } from '@tanstack/react-query';

import { http, queryClient } from '@/lib/http';

import type { ListArea } from './columns';
import type { SavedView } from './types';

/** What is written of a view. */
export type ViewDraft = Pick<SavedView, 'name' | 'shared' | 'filter' | 'columns' | 'sort'>;

/** The saved views of a list, own and shared; undefined until they are known. */
export function useViews(area: ListArea): { views: SavedView[]; known: boolean } {
  const { data, isPending } = useQuery({
    queryKey: ['views', area],
    queryFn: ({ signal }) => http.get<{ items: SavedView[] }>('/api/views', { query: { area }, signal }),
    staleTime: 60_000,
    retry: false,
  });
  return { views: data?.items ?? [], known: !isPending };
}

/** Saves a new view, or (with an id) changes one. */
export function useSaveView(area: ListArea) {
  return useMutation({
    mutationFn: ({ id, ...draft }: Partial<ViewDraft> & { id?: string }) =>
      id ? http.patch<SavedView>(`/api/views/${id}`, draft) : http.post<SavedView>('/api/views', { area, ...draft }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['views', area] }),
  });
}

export function useDeleteView(area: ListArea) {
  return useMutation({
    mutationFn: (id: string) => http.delete(`/api/views/${id}`),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['views', area] }),
  });
}
