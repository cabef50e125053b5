import { useEffect, useMemo } from 'react';

import type { Arrival, ConversationRow, Page } from '@/api';
import { useTeams } from '@/features/tasks/useMyTeams';
import { queryClient } from '@/lib/http';
import { useCan, useSession } from '@/lib/session';
import { useEntities, useRoom } from '@/lib/socket';

import { concerns, once, type Told } from './news';

const TOLD_MS = 300;
const LISTS = ['conversations', 'list'];

function shownIds(): Set<string> {
  const lists = queryClient.getQueriesData<{ pages: Page<ConversationRow>[] }>({ queryKey: LISTS });
  return new Set(lists.flatMap(([, list]) => list?.pages.flatMap((page) => page.items.map(({ id }) => id)) ?? []));
}

let heard = new Map<string, number>();

/** The changes since it was last asked. */
function fresh(told: Told[]): Told[] {
  const news = told.filter(({ id, version }) => (heard.get(id) ?? 0) < version);
  heard = new Map(told.map(({ id, version }) => [id, version]));
  return news;
}

/** Reads the lists and counts again a moment after a conversation changed that may concern the reader. */
export function useConversationNews(): void {
  useRoom('conversations');
  const told = useEntities<Told>('inbox', 'conversations');
  const arrived = useEntities<Arrival>('arrival', 'me');
  const me = useSession()?.user.id ?? '';
  const all = useCan('conversations:read_all');
  const teams = useTeams();
  const reader = useMemo(() => ({ me, all, teams: new Set(teams.filter(({ members }) => members.some(({ id }) => id === me)).map(({ id }) => id)) }), [me, all, teams]);
  useEffect(() => {
    const shown = shownIds();
    if (fresh(told).some((one) => concerns(one, reader, shown))) readSoon();
  }, [told, reader]);
  useEffect(() => {
    if (arrived.length > 0) readAgain();
  }, [arrived]);
}

const readSoon = once(readAgain, TOLD_MS);

/** Reads lists and counts again. */
export function readAgain(): void {
  void queryClient.invalidateQueries({ queryKey: LISTS });
  void queryClient.invalidateQueries({ queryKey: ['conversations', 'counts'] });
}
