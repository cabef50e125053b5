import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { CalendarRecord, Task } from '@/api';
import { useFormat } from '@/lib/format';
import { http } from '@/lib/http';

import styles from './TaskRecords.module.css';
import { useValueText } from './useValueText';

/** What was decided where the task and somebody's calendar did not agree; nothing where they always did. */
export function TaskRecords({ task }: { task: Task }) {
  const { t } = useTranslation('caldav');
  const { data } = useQuery({
    queryKey: ['tasks', 'calendar-records', task.id, task.version],
    queryFn: ({ signal }) => http.get<{ items: CalendarRecord[] }>(`/api/tasks/${task.id}/calendar-records`, { signal }),
    placeholderData: (known) => known,
  });
  const records = data?.items ?? [];
  if (records.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t('records.title')}>
      <h3>{t('records.title')}</h3>
      <ul>
        {records.map((one) => (
          <Record key={one.id} record={one} />
        ))}
      </ul>
    </section>
  );
}

function Record({ record }: { record: CalendarRecord }) {
  const { t } = useTranslation('caldav');
  const { dateTime } = useFormat();
  const valueText = useValueText();
  const words = {
    name: record.user?.name ?? t('records.somebody'),
    field: t(`records.field.${(record.field ?? 'title') as 'title'}`),
  };
  const value = (text: string | null) => valueText(record.field ?? '', text ?? '');
  return (
    <li className={styles.record}>
      <p>{t(`records.${sentence(record)}`, words)}</p>
      {record.kind !== 'removed' && record.kind !== 'unreadable' && record.field !== 'state' && (
        <dl>
          <dt>{t('records.kept')}</dt>
          <dd dir="auto">{value(record.kept_value)}</dd>
          <dt>{t('records.lost')}</dt>
          <dd dir="auto" data-lost>
            {value(record.lost_value)}
          </dd>
        </dl>
      )}
      <time dateTime={record.at}>{dateTime(record.at)}</time>
    </li>
  );
}

function sentence({ kind, field }: CalendarRecord) {
  if (kind !== 'refused') return kind;
  if (field === 'state') return 'refusedState';
  return field === 'due' ? 'refusedDue' : 'refused';
}
