import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Disposition } from '@/api';
import { http } from '@/lib/http';

import { nameIn } from './tree';

/** All results that calls may have, groups and archived ones too, in their order. */
export function useDispositions() {
  const list = useQuery({
    queryKey: ['dispositions'],
    queryFn: ({ signal }) => http.get<{ items: Disposition[] }>('/api/dispositions', { signal }),
    staleTime: 60_000,
  });
  return { ...list, dispositions: list.data?.items ?? [] };
}

/** A result's name in the reader's language, else in the other. */
export function useDispositionName(): (one: Pick<Disposition, 'names'>) => string {
  const { i18n } = useTranslation();
  return (one) => nameIn(one, i18n.language);
}
