import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Conversation } from '@/api';
import { ChannelIcon, Chip, Icon, PhoneNumber } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Conversations.module.css';
import { Face } from './who';

/** Who it is, by which numbers, where it stands, and the ways to the customer. */
export function ThreadHead({ one, back, children }: { one: Conversation; back: string; children: ReactNode }) {
  const { t } = useTranslation('conversations');
  const { dateTime, digits } = useFormat();
  return (
    <header className={styles.head}>
      <ActionIcon className={styles.back} component={Link} to={back} aria-label={t('back')}>
        <Icon name="chevron-left" mirror />
      </ActionIcon>
      <Face one={one} size={36} />
      <div className={styles.names}>
        <h2>
          <Names one={one} />
        </h2>
        <p className={styles.ways}>
          <ChannelIcon channel="sms" size={14} />
          {one.customers.length > 0 && <PhoneNumber number={one.shown_address} />}
          {one.own && (
            <span>
              {t('at')} <bdi dir="ltr">{digits(one.own)}</bdi>
            </span>
          )}
          {one.state !== 'open' && (
            <Chip tone={one.state === 'resolved' ? 'ok' : 'line'} icon={one.state === 'snoozed' ? 'zzz' : one.state === 'resolved' ? 'check' : 'clock'}>
              {one.snoozed_until ? t('until', { when: dateTime(one.snoozed_until) }) : t(`state.${one.state}`)}
            </Chip>
          )}
        </p>
      </div>
      {children}
    </header>
  );
}

function Names({ one }: { one: Conversation }) {
  const { t } = useTranslation('conversations');
  if (one.customers.length === 0)
    return (
      <Link to={`/identities/${one.identity_id}`} title={t('whoIsIt')}>
        <PhoneNumber number={one.shown_address} />
      </Link>
    );
  return (
    <>
      {one.customers.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ` ${t('or')} `}
          <Link to={`/customers/${id}`}>
            <bdi>{name}</bdi>
          </Link>
        </span>
      ))}
    </>
  );
}
