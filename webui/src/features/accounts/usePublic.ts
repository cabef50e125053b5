import { useQuery } from '@tanstack/react-query';

import type { PublicInfo } from '@/api';
import { http } from '@/lib/http';

/** What the hub tells anybody: whose it is, its version, whether it still waits for its first user. */
export function usePublic() {
  return useQuery({
    queryKey: ['public'],
    queryFn: ({ signal }) => http.get<PublicInfo>('/api/public', { signal }),
    staleTime: 60_000,
  });
}
