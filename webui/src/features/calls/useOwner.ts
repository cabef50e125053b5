import type { Owned, TeamRef } from '@/api';
import { useCan } from '@/lib/session';
import { useEntities, useRoom } from '@/lib/socket';

interface Wanted {
  lineId?: string | null;
  queue?: { account: string; name: string } | null;
}

/** The team that a queue belongs to, else the line's; null where it is nobody's. */
export function useOwner({ lineId, queue }: Wanted): TeamRef | null {
  useRoom(useCan('teams:read') ? 'people' : null);
  const owned = useEntities<Owned>('owner', 'people');
  const ofQueue = queue && owned.find(({ kind, name, detail, team }) => team && kind === 'queue' && name === queue.name && detail === queue.account);
  const ofLine = lineId ? owned.find(({ kind, item_id, team }) => team && kind === 'line' && item_id === lineId) : undefined;
  return (ofQueue ?? ofLine)?.team ?? null;
}
