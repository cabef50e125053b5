import { ActionIcon } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OutboxMessage } from '@/api';
import { Callout, Chip, EmptyState, ErrorState, Icon, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';
import { useCan } from '@/lib/session';

import { MailView } from './MailView';
import styles from './Outbox.module.css';
import { SmsView } from './SmsView';
import { Tried } from './Tried';
import { useMessage } from './useOutbox';
import { priceInWords, toneOf, useOrigin, useReason } from './words';

/** The message that is read, as its recipient would read it; beside it, what is known of it. */
export function Reading({ id, onBack }: { id: string | null; onBack: () => void }) {
  const { t } = useTranslation('outbox');
  const { data, isPending, error, refetch } = useMessage(id);
  return (
    <section className={styles.reading} aria-label={t('reading')} tabIndex={0}>
      {id === null && <EmptyState icon="mail-opened" title={t('choose.title')} text={t('choose.text')} />}
      {id !== null && isPending && <SkeletonRows rows={4} />}
      {id !== null && error && <ErrorState error={error} retry={() => void refetch()} />}
      {id !== null && data && <Message message={data} onBack={onBack} />}
    </section>
  );
}

function Message({ message, onBack }: { message: OutboxMessage; onBack: () => void }) {
  const { t } = useTranslation('outbox');
  const reason = useReason()(message);
  return (
    <>
      <header className={styles.head}>
        <ActionIcon className={styles.back} variant="subtle" onClick={onBack} aria-label={t('back')}>
          <Icon name="arrow-left" />
        </ActionIcon>
        <h2 dir="auto">{message.subject ?? t(`title.${message.channel as 'sms' | 'email' | 'chat'}`)}</h2>
        <Chip tone={toneOf(message.state)}>{t(`state.${message.state}`)}</Chip>
      </header>
      {(reason ?? message.detail) && (
        <Callout tone={message.state === 'undelivered' ? 'bad' : 'warn'} title={reason}>
          {message.detail && <bdi dir="ltr">{message.detail}</bdi>}
        </Callout>
      )}
      {message.state === 'captured' && <Callout tone="info">{t('capturedText')}</Callout>}
      <Facts message={message} />
      <Tried ways={message.tried} />
      {message.channel === 'email' ? <MailView message={message} /> : <SmsView message={message} />}
    </>
  );
}

function Facts({ message }: { message: OutboxMessage }) {
  const { t, i18n } = useTranslation('outbox');
  const { dateTime, digits } = useFormat();
  const origin = useOrigin()(message);
  const mayCustomers = useCan('customers:read');
  const address = message.channel === 'sms' ? digits(message.shown_address) : message.address;
  return (
    <dl className={styles.known}>
      <Fact label={t('field.to')}>
        {message.customer && (mayCustomers ? <Link to={`/customers/${message.customer.id}`}>{message.customer.name}</Link> : message.customer.name)}
        {message.customer && ' · '}
        <Address value={address} />
      </Fact>
      {(message.sender_name ?? message.sender_address) && (
        <Fact label={t('field.from')}>
          <bdi>{message.sender_name}</bdi>
          {message.sender_name && message.sender_address && ' · '}
          {message.sender_address && <Address value={message.sender_address} />}
        </Fact>
      )}
      <Fact label={t('field.when')}>{dateTime(message.created_at)}</Fact>
      <Fact label={t('field.purpose')}>{t(`purpose.${message.purpose}`)}</Fact>
      <Fact label={t('field.origin')}>
        {origin}
        {message.actor && ` · ${message.actor.name}`}
      </Fact>
      {message.route && (
        <Fact label={t('field.route')}>{message.route.name === null ? t('routeGone') : <bdi>{message.route.name}</bdi>}</Fact>
      )}
      {message.account && (
        <Fact label={t('field.account')}>
          <bdi dir="ltr">{message.account}</bdi>
        </Fact>
      )}
      {message.operator && (
        <Fact label={t('field.operator')}>
          <bdi>{message.operator}</bdi>
        </Fact>
      )}
      {message.price && <Fact label={t('field.price')}>{priceInWords(message.price, i18n.language)}</Fact>}
      {message.template && (
        <Fact label={t('field.template')}>
          <bdi>{message.template.name}</bdi> ({t('version', { number: digits(message.template.number) })})
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** An address that breaks before its signs, not within its words. */
function Address({ value }: { value: string }) {
  const parts = value.split(/(?=[@._-])/);
  return (
    <bdi dir="ltr">
      {parts.map((part, place) => (
        <Fragment key={place}>
          {place > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </bdi>
  );
}
