import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { ConnectedCalendar } from '@/api';
import { Callout, Chip } from '@/components';
import { useFormat } from '@/lib/format';
import { http } from '@/lib/http';

import styles from './Connection.module.css';
import { PATH, readAgain } from './useCalendar';
import { useTrouble } from './useTrouble';

/** Open tasks that somebody deleted in the calendar. */
export function Removed({ calendar }: { calendar: ConnectedCalendar }) {
  const { t } = useTranslation('caldav');
  const { dateTime } = useFormat();
  const { ofError } = useTrouble();
  const back = useMutation({ mutationFn: () => http.post(`${PATH}/put-back`), onSuccess: readAgain });
  return (
    <section className={styles.section} aria-label={t('removed')}>
      <h3>{t('removed')}</h3>
      <p className={styles.text}>{t('removedText')}</p>
      <ul className={styles.list}>
        {calendar.removed.map((one) => (
          <li key={one.id} className={styles.row}>
            <Link to={`/tasks?task=${one.id}`} className="pv-cut" dir="auto">
              {one.title}
            </Link>
            {one.promise && <Chip tone="warn">{t('promise')}</Chip>}
            <time dateTime={one.removed_at}>{dateTime(one.removed_at)}</time>
          </li>
        ))}
      </ul>
      {back.isError && (
        <Callout tone="bad" alert>
          {ofError(back.error)}
        </Callout>
      )}
      <Button className={styles.go} variant="default" loading={back.isPending} onClick={() => back.mutate()}>
        {t('putBack')}
      </Button>
    </section>
  );
}
