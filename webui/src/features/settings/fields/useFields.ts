import { useMutation, useQuery } from '@tanstack/react-query';

import type { CustomField } from '@/api';
import type { IconName } from '@/components';
import { http, queryClient } from '@/lib/http';

export const KINDS = ['text', 'number', 'date', 'choice', 'link', 'person'] as const;
export type FieldKind = (typeof KINDS)[number];

export const KIND_ICONS: Record<FieldKind, IconName> = {
  text: 'note',
  number: 'dialpad',
  date: 'calendar',
  choice: 'list',
  link: 'link',
  person: 'user',
};

export const APPLIES = ['both', 'person', 'organisation'] as const;

/** All custom fields, archived ones too, in their order. */
export function useFields() {
  const list = useQuery({ queryKey: ['fields'], queryFn: ({ signal }) => http.get<{ items: CustomField[] }>('/api/fields', { signal }) });
  return { ...list, fields: list.data?.items };
}

/** Moves a field, or takes it out of the archive. */
export function useChangeField() {
  return useMutation({
    mutationFn: ({ id, ...change }: { id: string; position?: number; archived?: boolean }) => http.patch(`/api/fields/${id}`, change),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['fields'] }),
  });
}
