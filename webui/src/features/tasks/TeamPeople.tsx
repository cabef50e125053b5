import { useTranslation } from 'react-i18next';

import { Avatar, Icon } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Tasks.module.css';
import { useTeamCounts } from './useTasks';

interface Props {
  team: string;
  person: string;
  onPerson: (person: string) => void;
}

/** Who has how much in a team; a press shows only theirs. */
export function TeamPeople({ team, person, onPerson }: Props) {
  const { t } = useTranslation('tasks');
  const { number } = useFormat();
  const people = useTeamCounts(team);
  if (people.length === 0) return null;
  return (
    <ul className={styles.people} aria-label={t('people.label')}>
      {people.map(({ user, open, overdue }) => {
        const id = user?.id ?? 'nobody';
        return (
          <li key={id}>
            <button type="button" className={styles.person} aria-pressed={id === person} onClick={() => onPerson(id === person ? '' : id)}>
              {user ? <Avatar name={user.name} size={24} /> : <Icon name="users" size={18} />}
              <bdi className="pv-cut">{user?.name ?? t('people.nobody')}</bdi>
              <span className={styles.count}>{t('people.open', { count: open, number: number(open) })}</span>
              {overdue > 0 && (
                <span className={styles.late}>
                  <Icon name="alert-triangle" size={12} />
                  {t('people.overdue', { count: overdue, number: number(overdue) })}
                </span>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
