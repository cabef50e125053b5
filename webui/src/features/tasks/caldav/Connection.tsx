import { useTranslation } from 'react-i18next';

import { ErrorState, SkeletonRows } from '@/components';

import styles from './Connection.module.css';
import { Connected } from './Connected';
import { Connect } from './Connect';
import { useCalendar } from './useCalendar';

/** The calendar that one's tasks are kept in step with, or how to connect one. */
export function Connection() {
  const { t } = useTranslation('caldav');
  const query = useCalendar();
  const calendar = query.data?.calendar;
  return (
    <section className={styles.section}>
      <h2>{t('title')}</h2>
      <p className={styles.text}>{t('text')}</p>
      {query.isPending && <SkeletonRows rows={2} />}
      {query.isError && !query.data && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {calendar && <Connected key={calendar.id} calendar={calendar} />}
      {calendar === null && <Connect />}
    </section>
  );
}
