import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';

import type { Customer, CustomerRow, Identity, Page } from '@/api';
import { toAscii } from '@/lib/format';
import { ApiProblem, http, queryClient } from '@/lib/http';
import { useEntities, useRoom } from '@/lib/socket';

const PAGE = 50;

/** Customers whose name, number or mail holds `text`, a page at a time. */
export function useCustomers(text: string) {
  const q = toAscii(text).trim();
  return useInfiniteQuery({
    queryKey: ['customers', 'list', q],
    queryFn: ({ pageParam, signal }) =>
      http.get<Page<CustomerRow>>('/api/customers', { query: { q, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

const isMissing = (error: unknown) => error instanceof ApiProblem && (error.status === 404 || error.status === 422);

/** One customer, kept up to date by its room; `missing` when there is none. */
export function useCustomer(id: string) {
  useRoom(`customer:${id}`);
  const known = useEntities<Customer>('customer', `customer:${id}`);
  // Somebody may be merged into another while their page is open: their room then tells of the other.
  const told = known.find((customer) => customer.id === id) ?? known.find(({ merged_ids }) => merged_ids.includes(id));
  const query = useQuery({
    queryKey: ['customers', 'one', id],
    queryFn: ({ signal }) => http.get<Customer>(`/api/customers/${id}`, { signal }),
  });
  const read = query.data;
  const customer = told && (read?.id !== told.id || told.version > read.version) ? { ...read, ...told } : read;
  return { customer, missing: isMissing(query.error), query };
}

/** An unknown contact's address and who uses it. */
export function useIdentity(id: string) {
  const query = useQuery({
    queryKey: ['identities', id],
    queryFn: ({ signal }) => http.get<Identity>(`/api/identities/${id}`, { signal }),
  });
  return { identity: query.data, missing: isMissing(query.error), query };
}

/** Shows what the hub answered at once, wherever this customer is open; never an older version than is known. */
export function keep(customer: Customer): void {
  queryClient.setQueryData<Customer>(['customers', 'one', customer.id], (known) => (known && known.version > customer.version ? known : customer));
  void queryClient.invalidateQueries({ queryKey: ['customers', 'list'] });
}

/** What may be written of a new customer. */
export interface NewCustomer {
  name: string;
  kind: Customer['kind'];
  job_title?: string | null;
  identities?: { kind: 'phone' | 'email'; value: string }[];
}

/** Creates a customer. */
export function useCreateCustomer() {
  return useMutation({ mutationFn: (body: NewCustomer) => http.post<Customer>('/api/customers', body), onSuccess: keep });
}

/** Changes some fields of a customer. */
export function useChangeCustomer(id: string) {
  return useMutation({ mutationFn: (body: Partial<Customer>) => http.patch<Customer>(`/api/customers/${id}`, body), onSuccess: keep });
}

/** Puts a number or mail on a customer. */
export function useAddIdentity(id: string) {
  return useMutation({
    mutationFn: (body: { kind: 'phone' | 'email'; value: string; label: string | null; primary: boolean }) =>
      http.post<Customer>(`/api/customers/${id}/identities`, body),
    onSuccess: keep,
  });
}

/** Takes a number or mail off a customer; what came from it stays on the timeline. */
export function useRemoveIdentity(id: string) {
  return useMutation({
    mutationFn: (linkId: string) => http.delete<Customer | undefined>(`/api/customers/${id}/identities/${linkId}`),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['customers', 'one', id] }),
  });
}
