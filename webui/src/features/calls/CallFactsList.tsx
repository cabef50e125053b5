import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Call } from '@/api';
import { Avatar, PhoneNumber } from '@/components';
import { TeamChip } from '@/components/TeamChip';
import { useFormat, useNow } from '@/lib/format';

import styles from './CallDrawer.module.css';
import { isLive, talked, waited } from './durations';
import { useOwner } from './useOwner';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** When, how long, over which line and by whom. */
export function CallFactsList({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const { dateTime, time, clock } = useFormat();
  const now = useNow(isLive(call));
  const owner = useOwner({ lineId: call.line?.id, queue: call.queue ? { account: call.account, name: call.queue } : null });
  return (
    <dl className={styles.facts}>
      <Fact label={t('detail.started')}>{dateTime(call.started_at)}</Fact>
      {call.answered_at && <Fact label={t('detail.answered')}>{time(call.answered_at)}</Fact>}
      {call.ended_at && <Fact label={t('detail.ended')}>{time(call.ended_at)}</Fact>}
      <Fact label={t('detail.waited')}>
        <bdi dir="ltr">{clock(waited(call, now))}</bdi>
      </Fact>
      {call.answered_at && (
        <Fact label={t('detail.talked')}>
          <bdi dir="ltr">{clock(talked(call, now))}</bdi>
        </Fact>
      )}
      {call.held_seconds >= 1 && (
        <Fact label={t('detail.held')}>
          <bdi dir="ltr">{clock(Math.round(call.held_seconds))}</bdi>
        </Fact>
      )}
      {call.queue && <Fact label={t('detail.queue')}>{call.queue}</Fact>}
      {owner && (
        <Fact label={t('detail.team')}>
          <TeamChip name={owner.name} colour={owner.colour} />
        </Fact>
      )}
      {call.dialled_display && (
        <Fact label={t('detail.dialled')}>
          <PhoneNumber number={call.dialled_display} />
        </Fact>
      )}
      <Fact label={t('detail.agents')}>
        {call.agents.length === 0 && t('detail.nobody')}
        {call.agents.map((agent) => (
          <span key={agent.id} className={styles.person}>
            <Avatar name={agent.name} initials={agent.initials} size={20} />
            {agent.name}
          </span>
        ))}
      </Fact>
    </dl>
  );
}
