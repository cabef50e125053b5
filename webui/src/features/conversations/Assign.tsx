import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '@/api';
import { useColleagues } from '@/features/customers/list/lookups';
import { useTeams } from '@/features/tasks/useMyTeams';
import { useSession } from '@/lib/session';

import styles from './Conversations.module.css';
import type { Changes } from './useConversations';

/** Gives a conversation to oneself, to a colleague, to a team, or to nobody. */
export function Assign({ one, onChange }: { one: Conversation; onChange: (changes: Changes) => void }) {
  const { t } = useTranslation('conversations');
  const me = useSession()?.user.id;
  const colleagues = useColleagues();
  const teams = useTeams();
  const inside = { comboboxProps: { withinPortal: false }, searchable: true, clearable: true, clearButtonProps: { 'aria-label': t('assign.nobody') }, nothingFoundMessage: t('assign.none') };
  return (
    <div className={styles.form}>
      {me !== undefined && one.assignee?.id !== me && (
        <Button data-autofocus onClick={() => onChange({ assignee_id: me })}>
          {t('assign.me')}
        </Button>
      )}
      <Select
        {...inside}
        label={t('assign.person')}
        placeholder={t('assign.nobody')}
        data={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        value={one.assignee?.id ?? null}
        onChange={(assignee_id) => onChange({ assignee_id })}
      />
      <Select {...inside} label={t('assign.team')} placeholder={t('assign.noTeam')} data={teams.map(({ id, name }) => ({ value: id, label: name }))} value={one.team?.id ?? null} onChange={(team_id) => onChange({ team_id })} />
    </div>
  );
}
