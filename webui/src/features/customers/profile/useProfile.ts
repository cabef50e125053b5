import { useMutation, useQuery } from '@tanstack/react-query';

import type { Consent, Customer, Duplicate, Merge } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useCan } from '@/lib/session';

import { keep } from '../useCustomers';

/** Sets all tags of a customer; new words make tags. */
export function useSetTags(customerId: string) {
  return useMutation({
    mutationFn: (tags: string[]) => http.put<Customer>(`/api/customers/${customerId}/tags`, { tags }),
    onSuccess: (customer) => {
      keep(customer);
      void queryClient.invalidateQueries({ queryKey: ['tags'] });
    },
  });
}

/** What may be said of how a customer uses an address. */
export interface LinkChange {
  label?: string | null;
  verified?: boolean;
  primary?: boolean;
}

/** Changes the label and marks of a customer's address. */
export function useChangeLink(customerId: string, linkId: string) {
  return useMutation({
    mutationFn: (change: LinkChange) => http.patch<Customer>(`/api/customers/${customerId}/identities/${linkId}`, change),
    onSuccess: keep,
  });
}

/** Records what somebody allowed, or no longer allows. */
export function useSetConsent(customerId: string) {
  return useMutation({
    mutationFn: (consent: Pick<Consent, 'identity_id' | 'channel' | 'purpose'> & { state: 'granted' | 'denied' | 'withdrawn' }) =>
      http.put<Customer>(`/api/customers/${customerId}/consents`, consent),
    onSuccess: keep,
  });
}

/** Who may be the same as this customer. */
export function useDuplicatesOf(customerId: string): Duplicate[] {
  const merges = useCan('customers:merge');
  const { data } = useQuery({
    queryKey: ['duplicates', 'of', customerId],
    queryFn: ({ signal }) => http.get<{ items: Duplicate[] }>(`/api/customers/${customerId}/duplicates`, { signal }),
    enabled: merges,
  });
  return data?.items ?? [];
}

/** Says that two are not one. */
export function useDismiss() {
  return useMutation({
    mutationFn: (id: string) => http.post(`/api/duplicates/${id}/dismiss`),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['duplicates'] }),
  });
}

/** What was merged into a customer; asked only where something was. */
export function useMerges(customerId: string, enabled: boolean): Merge[] {
  const { data } = useQuery({
    queryKey: ['merges', customerId],
    queryFn: ({ signal }) => http.get<{ items: Merge[] }>(`/api/customers/${customerId}/merges`, { signal }),
    enabled,
  });
  return data?.items ?? [];
}

/** What an undone merge leaves. */
export interface Undone {
  survivor: Customer;
  restored: Customer;
}

/** Makes two of one again. */
export function useUndoMerge() {
  return useMutation({
    mutationFn: (mergeId: string) => http.post<Undone>(`/api/merges/${mergeId}/undo`),
    onSuccess: ({ survivor, restored }) => {
      for (const customer of [survivor, restored]) queryClient.setQueryData(['customers', 'one', customer.id], customer);
      void queryClient.invalidateQueries({ queryKey: ['merges'] });
      void queryClient.invalidateQueries({ queryKey: ['timeline'] });
      void queryClient.invalidateQueries({ queryKey: ['customers', 'list'] });
    },
  });
}
