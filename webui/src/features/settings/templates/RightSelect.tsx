import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { BuiltInRole, Team } from '@/api';

import styles from './Templates.module.css';
import type { Right } from './types';

const ROLES: BuiltInRole[] = ['agent', 'supervisor', 'marketer', 'administrator'];

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
  return { by: by as Right['by'], team_id: by === 'team' ? (value ?? null) : null, role: by === 'role' ? (value as BuiltInRole) : null };
}

/** Who: everybody, one team, or one role. */
export function RightSelect({ label, right, teams, error, readOnly, onChange }: Props) {
  const { t } = useTranslation(['templates', 'common']);
  const groups = [
    { group: t('templates:right.all'), items: [{ value: 'everybody', label: t('templates:right.everybody') }] },
    { group: t('templates:right.role'), items: ROLES.map((role) => ({ value: `role ${role}`, label: t(`common:role.${role}`) })) },
    { group: t('templates:right.team'), items: teams.map(({ id, name }) => ({ value: `team ${id}`, label: name })) },
  ];
  return (
    <Select
      label={label}
      className={styles.field}
      allowDeselect={false}
      searchable={teams.length > 8}
      readOnly={readOnly}
      data={groups.filter(({ items }) => items.length > 0)}
      value={keyOf(right)}
      error={error}
      onChange={(key) => key && onChange(rightOf(key))}
    />
  );
}
