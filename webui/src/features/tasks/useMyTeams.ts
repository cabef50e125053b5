import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Team } from '@/api';
import { http } from '@/lib/http';
import { useCan, useSession } from '@/lib/session';

const MINUTE = 60_000;

/** The teams that there are, by name. */
export function useTeams(): Team[] {
  const { i18n } = useTranslation();
  const reads = useCan('teams:read');
  const { data } = useQuery({
    queryKey: ['teams'],
    queryFn: ({ signal }) => http.get<{ items: Team[] }>('/api/teams', { signal }),
    staleTime: MINUTE,
    enabled: reads,
  });
  return useMemo(() => {
    const { compare } = new Intl.Collator(i18n.language, { numeric: true });
    return (data?.items ?? []).filter(({ active }) => active).sort((one, other) => compare(one.name, other.name));
  }, [data, i18n.language]);
}

/** Those whose tasks somebody may read: their own, or all; their own first. */
export function useMyTeams(): Team[] {
  const teams = useTeams();
  const me = useSession()?.user.id;
  const all = useCan('tasks:read_all');
  return useMemo(() => {
    const mine = (team: Team) => team.members.some(({ id }) => id === me);
    return [...teams.filter(mine), ...(all ? teams.filter((team) => !mine(team)) : [])];
  }, [teams, me, all]);
}
