import { ActionIcon } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import type { Call } from '@/api';
import { ChannelTile, Chip, Icon, type IconName, PhoneNumber } from '@/components';
import { useFormat } from '@/lib/format';
import { part } from '@/lib/parts';

import styles from './CallRow.module.css';
import { dialable } from './contact';
import { useDial } from './DialButton';
import { DialStatus } from './DialStatus';
import { Agents } from './LiveRow';
import { ContactDetail, ContactName, useNameOf } from './who';

const DispositionName = lazy(part(() => import('@/features/dispositions/DispositionName'), 'DispositionName'));

const ICONS: Record<Call['direction'], IconName> = { inbound: 'phone-incoming', outbound: 'phone-outgoing', internal: 'phone' };

/** Whether the caller went without an answer. */
function unanswered(call: Call): boolean {
  return call.direction === 'inbound' && (call.result === 'missed' || call.result === 'abandoned');
}

/** A call of the past: opens its details; its number can be called. */
export function CallRow({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const { when } = useFormat();
  const [params] = useSearchParams();
  const name = useNameOf();
  const query = new URLSearchParams(params);
  query.set('call', call.id);
  const lost = unanswered(call);
  return (
    <li className={styles.row} data-past>
      <ChannelTile channel={lost ? 'missed' : 'call'} icon={lost ? undefined : ICONS[call.direction]} />
      <div className={styles.who}>
        <Link to={`/calls?${query}`} className={styles.open} aria-label={t('history.open', { who: name(call) })} data-lost={lost}>
          <ContactName contact={call} />
        </Link>
        <span className={styles.detail} data-marked={call.recovered || call.inferred || call.undisposed || undefined}>
          <ContactDetail contact={call} />
          {call.disposition_id && (
            <Suspense>
              {' · '}
              <DispositionName id={call.disposition_id} />
            </Suspense>
          )}
          {call.undisposed && <Chip tone="warn">{t('history.undisposed')}</Chip>}
          {(call.recovered || call.inferred) && (
            <Chip tone="line">{t(call.recovered ? 'history.recovered' : 'history.inferred')}</Chip>
          )}
        </span>
      </div>
      <div className={styles.line}>{call.queue ?? (call.direction === 'inbound' && call.dialled_display && <PhoneNumber number={call.dialled_display} />)}</div>
      <Agents call={call} />
      <Times call={call} />
      <div className={styles.outcome}>
        <Outcome call={call} />
      </div>
      <time className={styles.when} dateTime={call.started_at}>
        {when(call.started_at)}
      </time>
      <DialBack call={call} />
    </li>
  );
}

function Times({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const { clock } = useFormat();
  return (
    <dl className={styles.times}>
      {call.waiting_seconds >= 1 && (
        <div>
          <dt>{t('history.waited')}</dt>
          <dd dir="ltr">{clock(Math.round(call.waiting_seconds))}</dd>
        </div>
      )}
      {call.talking_seconds >= 1 && (
        <div>
          <dt>{t('history.talked')}</dt>
          <dd dir="ltr">{clock(Math.round(call.talking_seconds))}</dd>
        </div>
      )}
    </dl>
  );
}

/** How the call ended, in a word. */
export function Outcome({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  if (call.result === null) return <Chip tone="accent">{t(`state.${call.state}`)}</Chip>;
  if (call.result === 'missed' && call.direction !== 'inbound') return <Chip>{t('resultOut.missed')}</Chip>;
  const tone = unanswered(call) || call.result === 'failed' ? 'bad' : call.result === 'completed' ? 'ok' : 'neutral';
  return <Chip tone={tone}>{t(`result.${call.result}`)}</Chip>;
}

function DialBack({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const { digits } = useFormat();
  const dial = useDial();
  const number = dialable(call);
  if (number === null || !call.number || !dial.allowed) return <span />;
  const label = t('dial.callNumber', { number: `\u2066${digits(call.number.display)}\u2069` });
  return (
    <>
      <ActionIcon
        className={styles.dial}
        aria-label={label}
        title={label}
        disabled={!dial.ready}
        loading={dial.state === 'sending'}
        onClick={() => dial.dial(number)}
      >
        <Icon name="phone" />
      </ActionIcon>
      {dial.state !== 'idle' && (
        <div className={styles.result}>
          <DialStatus command={dial} number={call.number.display} ready={dial.ready} />
        </div>
      )}
    </>
  );
}
