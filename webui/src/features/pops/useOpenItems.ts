import { useQuery } from '@tanstack/react-query';

import type { OpenItem } from '@/api';
import { http } from '@/lib/http';
import { useCan } from '@/lib/session';

/** What waits for somebody about a customer; read beside the card, which does not wait for it. */
export function useOpenItems(customerId: string): OpenItem[] {
  const query = useQuery({
    queryKey: ['customers', 'open', customerId],
    queryFn: ({ signal }) => http.get<{ items: OpenItem[] }>(`/api/customers/${customerId}/open-items`, { signal }),
    enabled: useCan('customers:read'),
  });
  return query.data?.items ?? [];
}
