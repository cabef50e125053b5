import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Pop } from '@/api';
import { PageHeader, SkeletonRows } from '@/components';
import { OwnCall } from '@/features/pops/panels';
import { useFormat } from '@/lib/format';
import { useEntities } from '@/lib/socket';

import { CallRow } from './CallRow';
import styles from './DeskPage.module.css';
import { DeskEmpty, DeskRinging } from './DeskEmpty';
import { LiveRow } from './LiveRow';
import { useCurrentCall, useFreshHistory, useHistory, useLiveCalls } from './useCalls';

const LAST = 6;

/** Where an agent waits for calls: the own call with its notes, what goes on, and what was. */
export function DeskPage() {
  const { t } = useTranslation('calls');
  const { number } = useFormat();
  const { calls, all, ready } = useLiveCalls();
  const { call } = useCurrentCall();
  const rings = useEntities<Pop>('pop', 'me').some(({ state }) => state === 'ringing');
  const quiet = ready && calls.length === 0 && !rings;
  return (
    <div className={styles.page}>
      <PageHeader title={t('desk.title')} beside={calls.length > 0 && <span className={styles.count}>{number(calls.length)}</span>} />
      <div className={styles.body} data-own={call !== null}>
        <div className={styles.main}>
          {!ready && <SkeletonRows rows={3} />}
          {quiet && <DeskEmpty all={all} />}
          {ready && rings && calls.length === 0 && <DeskRinging />}
          {calls.length > 0 && (
            <section className={styles.section}>
              <h2>{t('desk.live')}</h2>
              <ul>
                {calls.map((live) => (
                  <LiveRow key={live.id} call={live} own={live.id === call?.id} />
                ))}
              </ul>
            </section>
          )}
          <LastCalls />
        </div>
        <Suspense>{call && <OwnCall key={call.id} call={call} />}</Suspense>
      </div>
    </div>
  );
}

function LastCalls() {
  const { t } = useTranslation('calls');
  useFreshHistory();
  const { data } = useHistory({ direction: '', result: '', mine: true, disposition_id: '' });
  const calls = data?.pages[0]?.items.filter(({ state }) => state === 'ended').slice(0, LAST) ?? [];
  if (calls.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>
        {t('desk.recent')}
        <Link to="/calls">{t('desk.allCalls')}</Link>
      </h2>
      <ul>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} />
        ))}
      </ul>
    </section>
  );
}
