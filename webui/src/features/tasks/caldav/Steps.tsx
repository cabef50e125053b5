import { useTranslation } from 'react-i18next';

import type { FoundCalendars } from '@/api';
import { Icon } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Connection.module.css';
import { useTrouble } from './useTrouble';

/** What went well, one after the other, and what did not, with what to do. */
export function Steps({ found }: { found: FoundCalendars }) {
  const { t } = useTranslation('caldav');
  const { number } = useFormat();
  const { ofCode } = useTrouble();
  const count = found.calendars.length;
  return (
    <div role="status">
    <ol className={styles.steps} aria-label={t('steps')}>
      {found.steps.map((step) => (
        <li key={step} data-ok>
          <Icon name="circle-check" size={18} />
          <span>{step === 'calendars' ? t('step.calendars', { count, number: number(count) }) : t(`step.${step}`)}</span>
        </li>
      ))}
      {found.failed !== null && found.problem && (
        <li>
          <Icon name="alert-triangle" size={18} />
          <span>
            <b>{t(`failed.${found.failed as 'reached'}`)}</b>
            {ofCode(found.problem.code, found.problem.detail)}
          </span>
        </li>
      )}
    </ol>
    </div>
  );
}
