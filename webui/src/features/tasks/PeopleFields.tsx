import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useColleagues } from '@/features/customers/list/lookups';
import { useSession } from '@/lib/session';

import styles from './Tasks.module.css';
import { useTeams } from './useMyTeams';

interface Who {
  assignee_id: string | null;
  team_id: string | null;
}

interface Props {
  value: Who;
  onChange: (changes: Partial<Who>) => void;
  errorOf: (name: keyof Who) => string | undefined;
  locked?: boolean;
}

/** Who is to do it, and which team's it is. */
export function PeopleFields({ value, onChange, errorOf, locked = false }: Props) {
  const { t } = useTranslation(['tasks', 'common']);
  const me = useSession()?.user;
  const colleagues = useColleagues();
  const teams = useTeams();
  const clear = { clearButtonProps: { 'aria-label': t('tasks:filter.clear') } };
  return (
    <div className={styles.pair}>
      <Select
        label={t('tasks:field.assignee_id')}
        placeholder={t('tasks:field.nobody')}
        description={
          me &&
          value.assignee_id !== me.id &&
          !locked && (
            <Button variant="subtle" size="compact-xs" onClick={() => onChange({ assignee_id: me.id })}>
              {t('tasks:field.toMe')}
            </Button>
          )
        }
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        searchable
        clearable
        {...clear}
        nothingFoundMessage={t('tasks:field.notFound')}
        data={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        value={value.assignee_id}
        error={errorOf('assignee_id')}
        onChange={(assignee_id) => onChange({ assignee_id })}
      />
      <Select
        label={t('tasks:field.team_id')}
        placeholder={t('tasks:field.noTeam')}
        searchable
        clearable
        {...clear}
        nothingFoundMessage={t('tasks:field.notFound')}
        data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        value={value.team_id}
        error={errorOf('team_id')}
        onChange={(team_id) => onChange({ team_id })}
      />
    </div>
  );
}
