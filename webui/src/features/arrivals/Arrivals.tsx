import { CloseButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Arrival } from '@/api';
import { ChannelTile } from '@/components';
import { useDesktop } from '@/features/tasks/useDesktop';
import { hubNow } from '@/lib/clock';
import { useFormat } from '@/lib/format';

import styles from './Arrivals.module.css';
import { fresh, keyOf, pathOf } from './fresh';
import { useArrivals } from './useArrivals';

const EVERY_MS = 1_000;

/** Messages that came in just now and concern the reader: for half a minute, or until they are put away. */
export function Arrivals() {
  const { t } = useTranslation('arrivals');
  const { digits } = useFormat();
  const arrivals = useArrivals();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [now, setNow] = useState(hubNow);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => !held && setNow(hubNow()), EVERY_MS);
    return () => clearInterval(timer);
  }, [held]);
  const who = (one: Arrival) => one.customer?.name ?? digits(one.shown_address);
  useDesktop(arrivals.map((one) => ({ id: keyOf(one), at: one.told_at, title: t('from', { name: who(one) }), body: one.snippet })));
  const shown = fresh(arrivals, now).filter((one) => !closed.has(keyOf(one)));
  const close = (one: Arrival) => setClosed((before) => new Set([...before, keyOf(one)]));
  return (
    <div role="status">
      <ul className={styles.toasts} aria-label={t('title')} onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}>
        {shown.map((one) => (
          <li key={one.id} className={styles.toast}>
            <ChannelTile channel="sms" />
            <div className={styles.words}>
              <b className="pv-cut">{one.customer ? <bdi>{one.customer.name}</bdi> : <bdi dir="ltr">{digits(one.shown_address)}</bdi>}</b>
              <p dir="auto">{one.snippet || t('empty')}</p>
              <Link to={pathOf(one)} className={styles.open} onClick={() => close(one)}>
                {t('open')}
              </Link>
            </div>
            <CloseButton size="sm" aria-label={t('putAway', { name: who(one) })} onClick={() => close(one)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
