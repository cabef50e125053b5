import { useInfiniteQuery, useMutation } from '@tanstack/react-query';

import type { ConsentEvent, Customer, Page } from '@/api';
import { http, queryClient } from '@/lib/http';

import { keep } from '../useCustomers';

export interface ConsentSaid {
  identity_id: string;
  channel: string;
  purpose: string;
  state: string;
  source: string;
  at: string | null;
  wording: string | null;
  language: string | null;
  for_all: boolean;
  version: number;
}

/** Everything that was ever said at an address, the latest first. */
export function useConsentLog(identityId: string, mark: string) {
  const query = useInfiniteQuery({
    queryKey: ['consent-log', identityId, mark],
    queryFn: ({ pageParam, signal }) => http.get<Page<ConsentEvent>>(`/api/identities/${identityId}/consents`, { query: { cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  return { query, events: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** Writes down what somebody said, with how, when and by which words. */
export function useSay(customerId: string) {
  return useMutation({
    mutationFn: (said: ConsentSaid) => http.put<Customer>(`/api/customers/${customerId}/consents`, said),
    onSuccess: (customer) => {
      keep(customer);
      void queryClient.invalidateQueries({ queryKey: ['consent-log'] });
    },
  });
}
