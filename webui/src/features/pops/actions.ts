import { useMutation } from '@tanstack/react-query';

import type { Call, Customer, CustomerKind, Pop } from '@/api';
import { http, queryClient } from '@/lib/http';

/** Puts a card aside, in all tabs of this agent. */
export function useAside(popId: string) {
  return useMutation({ mutationFn: () => http.post<Pop>(`/api/pops/${popId}/aside`) });
}

/** Lists that were read before do not know yet who it was. */
function readAgain(): void {
  void queryClient.invalidateQueries({ queryKey: ['calls'] });
  void queryClient.invalidateQueries({ queryKey: ['customers', 'list'] });
  void queryClient.invalidateQueries({ queryKey: ['identities'] });
}

/** Says who is calling; null: none of those shown. The card changes when the hub says so. */
export function useChoose(callId: string) {
  return useMutation({
    mutationFn: (customerId: string | null) => http.put<Call>(`/api/calls/${callId}/customer`, { customer_id: customerId }),
    onSuccess: readAgain,
  });
}

/** Creates a customer and links the caller's number to them at once. */
export function useCreate(callId: string) {
  return useMutation({
    mutationFn: (who: { name: string; kind: CustomerKind }) => http.post<Customer>('/api/customers', { ...who, call_id: callId }),
    onSuccess: readAgain,
  });
}
