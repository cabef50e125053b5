import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Managed, Owned, Presence, Skill, Team, Unit } from '@/api';
import { http } from '@/lib/http';
import { useCan } from '@/lib/session';
import { useEntities, useRoom } from '@/lib/socket';

/** Compares names in the reader's alphabet. */
export function useByName(): (one: { name: string }, other: { name: string }) => number {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const collator = new Intl.Collator(i18n.language, { numeric: true });
    return (one, other) => collator.compare(one.name, other.name);
  }, [i18n.language]);
}

/** Teams, units, skills and what teams own, as they stand now; kept up to date. */
export function useOrganisation() {
  const status = useRoom('people');
  const byName = useByName();
  const teams = useEntities<Team>('team', 'people');
  const units = useEntities<Unit>('unit', 'people');
  const skills = useEntities<Skill>('skill', 'people');
  const owned = useEntities<Owned>('owner', 'people');
  return useMemo(
    () => ({
      ready: status === 'ready',
      teams: [...teams].sort(byName),
      units: [...units].sort(byName),
      skills: [...skills].sort(byName),
      owned: [...owned].sort(byName),
    }),
    [status, teams, units, skills, owned, byName],
  );
}

/** Everybody's presence by the person's id. */
export function usePresenceOf(): Map<string, Presence> {
  const everybody = useEntities<Presence>('presence', 'presence');
  return useMemo(() => new Map(everybody.map((one) => [one.user_id, one])), [everybody]);
}

/** Whether the reader manages what is in a unit (null: in none). */
export function useManages(): (unitId: string | null) => boolean {
  const may = useCan('teams:manage_own');
  const all = useCan('teams:manage');
  const { units } = useOrganisation();
  const { data } = useQuery({
    queryKey: ['managed', units.map(({ id, version }) => `${id}${version}`).join()],
    enabled: may && !all,
    queryFn: ({ signal }) => http.get<Managed>('/api/me/managed', { signal }),
  });
  return (unitId) => all || (unitId !== null && (data?.units.includes(unitId) ?? false));
}

/** Gives a queue or line to a team, or to none. */
export function useSetOwner() {
  return useMutation({
    mutationFn: ({ item, teamId }: { item: Pick<Owned, 'kind' | 'item_id'>; teamId: string | null }) =>
      http.put(`/api/owners/${item.kind}/${item.item_id}`, { team_id: teamId }),
  });
}
