import { Button, Progress } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { SmsBulk } from '@/api';
import { Callout, Chip, EmptyState, ErrorState, PageHeader, SkeletonRows, type ChipTone } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import page from '@/features/settings/page.module.css';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import styles from './BulkSms.module.css';
import { Results } from './Results';
import { useBulks, useSteer } from './useBulks';
import { useReasonOf } from './words';

const TONES: Record<SmsBulk['state'], ChipTone> = {
  scheduled: 'line', preparing: 'accent', running: 'accent', paused: 'warn', finished: 'ok', cancelled: 'line', failed: 'bad',
};
const GOING = new Set<SmsBulk['state']>(['scheduled', 'preparing', 'running', 'paused']);

/** The texts to many: how far each is, and how it went. */
export function BulksPage() {
  const { t } = useTranslation(['smsBulk', 'settings']);
  const problem = useProblemText();
  const { query, items } = useBulks();
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.bulks')}>
        <Button variant="default" component={Link} to="/customers">
          {t('smsBulk:choose')}
        </Button>
      </PageHeader>
      <div className={page.body}>
        {query.isPending && <SkeletonRows rows={3} />}
        {query.isError && items.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && items.length === 0 && <EmptyState icon="message-2" title={t('smsBulk:empty.title')} text={t('smsBulk:empty.text')} />}
        {items.length > 0 && (
          <div className={page.list}>
            {items.map((bulk) => (
              <Row key={bulk.id} bulk={bulk} />
            ))}
          </div>
        )}
        {items.length > 0 && <EndOfList query={query} more={t('smsBulk:more')} problem={problem} />}
      </div>
    </div>
  );
}

function Row({ bulk }: { bulk: SmsBulk }) {
  const { t } = useTranslation('smsBulk');
  const { number, dateTime } = useFormat();
  const reasonOf = useReasonOf();
  const [open, setOpen] = useState(false);
  const done = bulk.gone ?? bulk.total - bulk.waiting;
  const waits = bulk.state === 'running' && bulk.reason !== null;
  const share = bulk.total > 0 ? (done / bulk.total) * 100 : 0;
  return (
    <article className={[page.row, styles.row].join(' ')}>
      <div className={page.names}>
        <span className={styles.title}>
          <b className="pv-cut" dir="auto">
            {bulk.name}
          </b>
          <Chip tone={waits ? 'warn' : TONES[bulk.state]}>{t(`state.${waits ? 'waiting' : bulk.state}`)}</Chip>
        </span>
        <span className={page.aside}>
          {bulk.created_by && (
            <>
              <bdi>{bulk.created_by.name}</bdi> ·{' '}
            </>
          )}
          {bulk.state === 'scheduled' && bulk.send_at ? t('goes', { when: dateTime(bulk.send_at) }) : dateTime(bulk.send_at ?? bulk.created_at)}
        </span>
        {bulk.reason && <span className={page.aside}>{reasonOf(bulk.reason, 'why')}</span>}
        {bulk.state === 'cancelled' && bulk.gone !== null && bulk.gone > 0 && <span className={page.aside}>{t('gone', { count: bulk.gone, shown: number(bulk.gone) })}</span>}
      </div>
      <div className={styles.far}>
        {bulk.total > 0 && (
          <>
            <Progress value={share} aria-label={t('far')} size="sm" />
            <span className={page.aside}>{t('done', { done: number(done), total: number(bulk.total) })}</span>
          </>
        )}
      </div>
      <div className={page.actions}>
        {GOING.has(bulk.state) && <Steer bulk={bulk} />}
        <Button variant="subtle" size="xs" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('results')}
        </Button>
      </div>
      {open && <Results bulk={bulk} />}
    </article>
  );
}

function Steer({ bulk }: { bulk: SmsBulk }) {
  const { t } = useTranslation('smsBulk');
  const problem = useProblemText();
  const steer = useSteer(bulk.id);
  const [asking, setAsking] = useState(false);
  const failed = steer.isError && <Callout tone="bad" alert>{problem(steer.error)}</Callout>;
  if (asking) {
    return (
      <>
        {failed}
        <Button size="xs" color="red" loading={steer.isPending} onClick={() => steer.mutate('cancel')} onBlur={() => setAsking(false)} autoFocus>
          {t('reallyCancel')}
        </Button>
      </>
    );
  }
  return (
    <>
      {failed}
      <Button size="xs" variant="default" loading={steer.isPending} onClick={() => steer.mutate(bulk.state === 'paused' ? 'resume' : 'pause')}>
        {t(bulk.state === 'paused' ? 'resume' : 'pause')}
      </Button>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {t('cancel')}
      </Button>
    </>
  );
}
