import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { useColleagues } from '@/features/customers/list/lookups';
import { useFormat } from '@/lib/format';

import type { Met } from './actions';
import { type Draft, draftOf, type Field } from './draft';
import { repeatOf } from './repeat';
import styles from './Tasks.module.css';
import { useTeams } from './useMyTeams';

interface Props {
  met: Met;
  mine: Draft;
  onMine: () => void;
  onTheirs: () => void;
}

/** A field's value in words. */
function useFieldText(): (draft: Draft, field: Field) => string {
  const { t } = useTranslation('tasks');
  const { day, digits } = useFormat();
  const colleagues = useColleagues();
  const teams = useTeams();
  return (draft, field) => {
    const value = draft[field];
    if (value === null || value === '') return t('met.nothing');
    switch (field) {
      case 'customer':
        return draft.customer?.name ?? '';
      case 'assignee_id':
        return colleagues.find(({ id }) => id === value)?.name ?? '';
      case 'team_id':
        return teams.find(({ id }) => id === value)?.name ?? '';
      case 'due_on':
        return day(`${draft.due_on}T12:00:00Z`);
      case 'promise':
        return t(value ? 'met.yes' : 'met.no');
      case 'priority':
        return t(`priority.${draft.priority}`);
      case 'rrule':
        return t(`repeat.${repeatOf(draft.rrule)}`);
      default:
        return digits(typeof value === 'object' ? '' : String(value));
    }
  };
}

/** A colleague changed the same meanwhile: both, and which is to stay. */
export function MetChange({ met, mine, onMine, onTheirs }: Props) {
  const { t } = useTranslation('tasks');
  const text = useFieldText();
  const theirs = draftOf(met.current);
  return (
    <Callout tone="warn" alert title={t('met.title')}>
      <dl className={styles.met}>
        {met.fields.map((field) => (
          <div key={field}>
            <dt>{t(`field.${field}`)}</dt>
            <dd>
              <span>{t('met.theirs')}</span> <bdi>{text(theirs, field)}</bdi>
            </dd>
            <dd>
              <span>{t('met.mine')}</span> <bdi>{text(mine, field)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <div className={styles.buttons}>
        <Button size="xs" onClick={onMine}>
          {t('met.keepMine')}
        </Button>
        <Button size="xs" variant="default" onClick={onTheirs}>
          {t('met.takeTheirs')}
        </Button>
      </div>
    </Callout>
  );
}
