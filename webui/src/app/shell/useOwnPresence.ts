import type { Presence } from '@/api';
import { useSession } from '@/lib/session';
import { useEntities } from '@/lib/socket';

/** The signed-in person's presence, live. */
export function useOwnPresence(): Presence | undefined {
  const userId = useSession()?.user.id;
  return useEntities<Presence>('presence', 'presence').find(({ user_id }) => user_id === userId);
}
