import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Task } from '@/api';
import { ChannelIcon, type TileChannel } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Tasks.module.css';

/** Where a task comes from. */
export function TaskFacts({ task }: { task: Task }) {
  const { t } = useTranslation(['tasks', 'common']);
  const { dateTime } = useFormat();
  const { about, customer } = task;
  const origin = about && (
    <>
      <ChannelIcon channel={about.channel as TileChannel} size={14} />
      {t('tasks:facts.about', { what: about.subject ?? t(`common:channel.${about.channel as 'call'}`), when: dateTime(about.occurred_at) })}
    </>
  );
  return (
    <div className={styles.facts}>
      {origin && (customer ? <Link to={`/customers/${customer.id}`}>{origin}</Link> : <span>{origin}</span>)}
      <span>
        {task.created_by
          ? t('tasks:facts.made', { name: task.created_by.name, when: dateTime(task.created_at) })
          : t('tasks:facts.madeAlone', { when: dateTime(task.created_at) })}
      </span>
    </div>
  );
}
