import { useTranslation } from 'react-i18next';

import type { OutboxMessage } from '@/api';
import { useFormat } from '@/lib/format';

import styles from './Outbox.module.css';
import { useReason } from './words';

type Way = OutboxMessage['tried'][number];

/** The ways that did not take the message before, each with why, in words. */
export function Tried({ ways }: { ways: Way[] }) {
  const { t } = useTranslation('outbox');
  if (ways.length === 0) return null;
  return (
    <section className={styles.tried}>
      <h3>{t('tried.title')}</h3>
      <p>{t('tried.text')}</p>
      <ol>
        {ways.map((way, place) => (
          <li key={place}>
            <One way={way} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function One({ way }: { way: Way }) {
  const { t } = useTranslation('outbox');
  const { dateTime } = useFormat();
  const reason = useReason()(way);
  return (
    <>
      <span className={styles.triedHead}>
        {way.route && <b>{way.route.name === null ? t('routeGone') : <bdi>{way.route.name}</bdi>}</b>}
        {way.account ? <bdi dir="ltr">{way.account}</bdi> : !way.route && t('tried.anyAccount')}
        {way.at && <time dateTime={way.at}>{dateTime(way.at)}</time>}
      </span>
      <span>{reason}</span>
      {way.detail && <small>{t('tried.provider', { words: `\u2068${way.detail}\u2069` })}</small>}
    </>
  );
}
