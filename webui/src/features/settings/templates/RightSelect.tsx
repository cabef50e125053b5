import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Team } from '@/api';

import { useRoleName, useRoles } from '../useRoles';
import styles from './Templates.module.css';
import type { Right } from './types';

interface Props {
  label: string;
  right: Right;
  teams: Team[];
  error: string | undefined;
  readOnly: boolean;
  onChange: (right: Right) => void;
}

const keyOf = ({ by, team_id, role }: Right) => (by === 'team' ? `team ${team_id}` : by === 'role' ? `role ${role}` : by);

function rightOf(key: string): Right {
  const [by, value] = key.split(' ');
  return { by: by as Right['by'], team_id: by === 'team' ? (value ?? null) : null, role: by === 'role' ? (value ?? null) : null };
}

/** Who: everybody, one team, or one role, built in or the organisation's own. */
export function RightSelect({ label, right, teams, error, readOnly, onChange }: Props) {
  const { t } = useTranslation('templates');
  const { roles } = useRoles();
  const nameOf = useRoleName();
  const gone = right.role && roles?.every(({ id }) => id !== right.role) ? [{ value: keyOf(right), label: t('right.gone') }] : [];
  const groups = [
    { group: t('right.all'), items: [{ value: 'everybody', label: t('right.everybody') }] },
    { group: t('right.role'), items: [...(roles ?? []).map((role) => ({ value: `role ${role.id}`, label: nameOf(role) })), ...gone] },
    { group: t('right.team'), items: teams.map(({ id, name }) => ({ value: `team ${id}`, label: name })) },
  ];
  return (
    <Select
      label={label}
      className={styles.field}
      allowDeselect={false}
      searchable={teams.length + (roles?.length ?? 0) > 12}
      readOnly={readOnly}
      data={groups.filter(({ items }) => items.length > 0)}
      value={keyOf(right)}
      error={error}
      onChange={(key) => key && onChange(rightOf(key))}
    />
  );
}
