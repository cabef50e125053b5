import { useQuery } from '@tanstack/react-query';

import type { SmsBalance } from '@/api';
import { http } from '@/lib/http';
import { useModule } from '@/lib/session';

const EVERY = 60_000; // the hub asks providers every five minutes

/** What each account that tells has left to send with. */
export function useBalances(): ReadonlyMap<string, SmsBalance> {
  const { data } = useQuery({
    queryKey: ['sms-balances'],
    enabled: useModule('sms'),
    queryFn: ({ signal }) => http.get<{ items: SmsBalance[] }>('/api/sms/balances', { signal }),
    refetchInterval: EVERY,
  });
  return new Map((data?.items ?? []).map((one) => [one.account, one]));
}
