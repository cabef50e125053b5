import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer, CustomerIdentity } from '@/api';
import { Callout, ChannelIcon, Icon, PhoneNumber, type TileChannel } from '@/components';
import { useDial } from '@/features/calls/DialButton';
import { DialStatus } from '@/features/calls/DialStatus';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import { AddIdentity } from './AddIdentity';
import styles from './CustomerPanel.module.css';
import forms from './Forms.module.css';
import { labelOf } from './label';
import { EditIdentity } from './profile/EditIdentity';
import { useRemoveIdentity } from './useCustomers';

const CHANNELS: Record<CustomerIdentity['kind'], TileChannel> = {
  phone: 'call',
  sender: 'sms',
  email: 'email',
  visitor: 'chat',
  external: 'event',
};

/** The numbers and addresses of a customer, to add to and take from. */
export function Identities({ customer, onSms }: { customer: Customer; onSms: OnSms }) {
  const { t } = useTranslation('customers');
  const writes = useCan('customers:write');
  const [adding, add] = useDisclosure(false);
  return (
    <section className={styles.section}>
      <div className={styles.title}>
        <h2>{t('panel.identities')}</h2>
        {writes && (
          <ActionIcon size={24} aria-label={t('panel.addIdentity')} title={t('panel.addIdentity')} aria-expanded={adding} onClick={add.toggle}>
            <Icon name="plus" size={14} />
          </ActionIcon>
        )}
      </div>
      {adding && <AddIdentity customerId={customer.id} onClose={add.close} />}
      {customer.identities.length === 0 && !adding && <p className={styles.none}>{t('panel.noIdentities')}</p>}
      <ul>
        {customer.identities.map((identity) => (
          <Row key={identity.link_id} customer={customer} identity={identity} writes={writes} onSms={onSms} />
        ))}
      </ul>
    </section>
  );
}

type OnSms = ((identityId?: string) => void) | null;

interface About {
  customer: Customer;
  identity: CustomerIdentity;
}

interface RowProps extends About {
  writes: boolean;
  onSms: OnSms;
}

function Row({ customer, identity, writes, onSms }: RowProps) {
  const { t } = useTranslation('profile');
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const dial = useDial();
  const value = `\u2066${identity.display}\u2069`;
  const calls = identity.kind === 'phone' && dial.allowed;
  return (
    <li>
      <div className={styles.identity}>
        <ChannelIcon channel={CHANNELS[identity.kind]} />
        <span className={styles.value}>
          {identity.kind === 'phone' ? <PhoneNumber number={identity.display} /> : <bdi dir="ltr">{identity.display}</bdi>}
        </span>
        <Marks customer={customer} identity={identity} />
        <span className={styles.acts}>
          {calls && (
            <ActionIcon size={24} aria-label={t('identity.call', { value })} title={t('identity.call', { value })} disabled={!dial.ready || dial.state === 'sending'} onClick={() => dial.dial(identity.value)}>
              <Icon name="phone" size={14} />
            </ActionIcon>
          )}
          {onSms && identity.kind === 'phone' && (
            <ActionIcon size={24} aria-label={t('identity.sms', { value })} title={t('identity.sms', { value })} onClick={() => onSms(identity.id)}>
              <Icon name="message-2" size={14} />
            </ActionIcon>
          )}
          {writes && (
            <ActionIcon size={24} aria-label={t('identity.edit', { value })} title={t('identity.edit', { value })} aria-expanded={open === 'edit'} onClick={() => setOpen(open === 'edit' ? null : 'edit')}>
              <Icon name="pencil" size={14} />
            </ActionIcon>
          )}
        </span>
      </div>
      {calls && dial.state !== 'idle' && <DialStatus command={dial} number={identity.display} ready={dial.ready} />}
      {open === 'edit' && <EditIdentity customer={customer} identity={identity} onRemove={() => setOpen('remove')} onClose={() => setOpen(null)} />}
      {open === 'remove' && <Ask customer={customer} identity={identity} onClose={() => setOpen(null)} />}
    </li>
  );
}

/** What is said of an address in few words: label, main one, confirmed, shared, no advertising. */
function Marks({ customer, identity }: About) {
  const { t } = useTranslation('profile');
  const { t: customers } = useTranslation('customers');
  const { digits } = useFormat();
  const label = [identity.label && labelOf(identity.label, customers), identity.primary && customers('panel.main')].filter(Boolean).join(t('comma'));
  const refused = customer.consents.some((one) => one.identity_id === identity.id && one.purpose === 'marketing' && !one.allowed && one.reason !== 'no_record' && one.reason !== 'pending');
  return (
    <span className={styles.label}>
      <span className="pv-cut">{label}</span>
      {identity.verified && <Icon name="circle-check" size={14} label={t('identity.verified')} className={styles.verified} />}
      {identity.shared_with > 0 && (
        <span className={styles.shared} title={t('identity.sharedWith', { count: identity.shared_with })}>
          <Icon name="users" size={14} label={t('identity.sharedWith', { count: identity.shared_with })} />
          {digits(identity.shared_with + 1)}
        </span>
      )}
      {refused && <Icon name="ban" size={14} label={t('consent.refused')} className={styles.refused} />}
    </span>
  );
}

function Ask({ customer, identity, onClose }: About & { onClose: () => void }) {
  const { t } = useTranslation('customers');
  const problem = useProblemText();
  const remove = useRemoveIdentity(customer.id);
  return (
    <div className={forms.confirm}>
      <Callout tone="warn">
        <p>{t('panel.removeAsk', { value: `\u2066${identity.display}\u2069`, name: customer.name })}</p>
        {remove.isError && <p role="alert">{t('identity.removeFailed', { reason: problem(remove.error) })}</p>}
        <div className={forms.actions}>
          <Button size="xs" variant="default" loading={remove.isPending} onClick={() => remove.mutate(identity.link_id, { onSuccess: onClose })}>
            {t('panel.remove')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" autoFocus onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </Callout>
    </div>
  );
}
