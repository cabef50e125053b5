import { useMutation, useQuery } from '@tanstack/react-query';

import type { Customer } from '@/api';
import { http, queryClient } from '@/lib/http';

import type { Difference, Side } from './rows';

export interface Preview {
  survivor: Customer;
  merged: Customer;
  conflicts: Difference[];
}

/** Two customers beside each other; nothing changes. */
export function usePreview(survivorId: string, mergedId: string) {
  return useQuery({
    queryKey: ['merge', survivorId, mergedId],
    queryFn: () => http.post<Preview>('/api/merges/preview', { survivor_id: survivorId, merged_id: mergedId }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Makes one of two. */
export function useMerge(survivorId: string, mergedId: string) {
  return useMutation({
    mutationFn: (chosen: Record<string, Side>) => http.post<Customer>(`/api/customers/${survivorId}/merge`, { merged_id: mergedId, chosen }),
    onSuccess: (customer) => {
      queryClient.removeQueries({ queryKey: ['customers', 'one', mergedId] });
      queryClient.setQueryData(['customers', 'one', customer.id], customer);
      for (const key of ['merges', 'timeline', 'duplicates']) void queryClient.invalidateQueries({ queryKey: [key] });
      void queryClient.invalidateQueries({ queryKey: ['customers', 'list'] });
    },
  });
}
