import { ActionIcon } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Pop } from '@/api';
import { Icon, PhoneNumber } from '@/components';
import { ContactName } from '@/features/calls/who';
import { secondsSince, useFormat, useNow } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import { useAside } from './actions';
import styles from './PopHeader.module.css';

/** Seconds of waiting after which the timer turns amber: the usual target of call centres. */
const PATIENCE = 20;

interface Props {
  pop: Pop;
  keyed: boolean;
  lost: boolean;
  onOutline: () => void;
}

/** Queue, dialled number, running wait, and putting aside; or why the card leaves. */
export function PopHeader({ pop, keyed, lost, onOutline }: Props) {
  const { t } = useTranslation('pops');
  const problem = useProblemText();
  const aside = useAside(pop.id);
  const ringing = pop.state === 'ringing';
  const line = pop.line?.brand ?? pop.line?.name;
  return (
    <header className={styles.header} data-keyed={keyed}>
      <span className={styles.bell} data-swing={keyed && !lost}>
        <Icon name={ringing ? 'phone-ringing' : 'phone-off'} size={18} />
      </span>
      <b className={styles.queue}>{pop.queue ?? t('direct')}</b>
      <button type="button" className={styles.summary} onClick={onOutline}>
        <ContactName contact={pop} />
      </button>
      {pop.dialled_display && (
        <span className={`${styles.dialled} pv-cut`}>
          {t('to')} {line && <><bdi>{line}</bdi> · </>}
          <PhoneNumber number={pop.dialled_display} />
        </span>
      )}
      {ringing ? <Waiting pop={pop} lost={lost} /> : <Farewell pop={pop} />}
      {ringing && (
        <ActionIcon
          aria-label={t('putAside')}
          title={aside.isError ? t('failed.aside', { reason: problem(aside.error) }) : `${t('putAside')} (Esc)`}
          className={styles.aside}
          loading={aside.isPending}
          onClick={() => aside.mutate()}
        >
          <Icon name="minus" size={14} />
        </ActionIcon>
      )}
    </header>
  );
}

function Farewell({ pop }: { pop: Pop }) {
  const { t } = useTranslation('pops');
  if (pop.state === 'missed') return <span className={styles.end}>{t('missed')}</span>;
  const name = pop.answered_by?.name;
  return <span className={styles.end}>{name ? t('answeredBy', { name }) : t('answeredBySomeone')}</span>;
}

/** The time that stood when the connection was lost: a clock that runs on would pretend to know. */
function useStanding(now: number, lost: boolean): number {
  const [stood, setStood] = useState<number | null>(null);
  if (lost && stood === null) setStood(now);
  if (!lost && stood !== null) setStood(null);
  return stood ?? now;
}

function Waiting({ pop, lost }: { pop: Pop; lost: boolean }) {
  const { t } = useTranslation('pops');
  const { clock } = useFormat();
  const seconds = secondsSince(pop.waiting_since ?? pop.started_at, useStanding(useNow(!lost), lost));
  return (
    <span className={styles.end}>
      <span>{lost ? t('reconnecting') : t('waiting')}</span>
      <bdi dir="ltr" role="timer" className={`${styles.wait} pv-num`} data-late={seconds >= PATIENCE} data-lost={lost}>
        {clock(seconds)}
      </bdi>
    </span>
  );
}
