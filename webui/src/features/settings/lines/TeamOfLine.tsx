import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Line } from '@/api';

import { useManages, useOrganisation, useSetOwner } from '../teams/useTeams';

/** Which team a line belongs to, chosen in its dialog and stored once the line is: `undefined` while nothing was chosen. */
export function useTeamOfLine(line: Line | null, chosen: string | null | undefined, done: () => void) {
  const { owned } = useOrganisation();
  const owner = useSetOwner();
  const now = owned.find(({ kind, item_id }) => kind === 'line' && item_id === line?.id)?.team?.id ?? null;
  const store = (lineId: string) => {
    if (chosen === undefined || chosen === now) done();
    else owner.mutate({ item: { kind: 'line', item_id: lineId }, teamId: chosen }, { onSuccess: done });
  };
  return { now, store, error: owner.error, isPending: owner.isPending };
}

/** The choice of it, for who manages teams. */
export function TeamOfLine({ value, onTeam }: { value: string | null; onTeam: (id: string | null) => void }) {
  const { t } = useTranslation('lines');
  const manages = useManages();
  const { teams } = useOrganisation();
  const offered = teams.filter((team) => team.id === value || (team.active && manages(team.unit_id)));
  if (offered.length === 0) return null;
  return (
    <Select
      label={t('field.team')}
      description={t('about.team')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={t('noTeam')}
      data={offered.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      disabled={!offered.some((team) => manages(team.unit_id))}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('noTeam') }}
      onChange={onTeam}
    />
  );
}
