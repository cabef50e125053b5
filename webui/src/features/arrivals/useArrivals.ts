import type { Arrival } from '@/api';
import { useEntities } from '@/lib/socket';

/** What came in and concerns the reader, the latest of each conversation. */
export function useArrivals(): Arrival[] {
  return useEntities<Arrival>('arrival', 'me');
}
