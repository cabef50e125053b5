import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer, CustomerIdentity } from '@/api';
import { Callout, ChannelIcon, Icon, PhoneNumber, type TileChannel } from '@/components';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import { AddIdentity } from './AddIdentity';
import styles from './CustomerPanel.module.css';
import forms from './Forms.module.css';
import { labelOf } from './label';
import { useRemoveIdentity } from './useCustomers';

const CHANNELS: Record<CustomerIdentity['kind'], TileChannel> = {
  phone: 'call',
  sender: 'sms',
  email: 'email',
  visitor: 'chat',
  external: 'event',
};

/** The numbers and addresses of a customer, to add to and take from. */
export function Identities({ customer }: { customer: Customer }) {
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
          <Row key={identity.link_id} customer={customer} identity={identity} writes={writes} />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  customer: Customer;
  identity: CustomerIdentity;
  writes: boolean;
}

function Row({ customer, identity, writes }: RowProps) {
  const { t } = useTranslation('customers');
  const [asking, setAsking] = useState(false);
  const label = [identity.label && labelOf(identity.label, t), identity.primary && t('panel.main')].filter(Boolean).join(t('comma'));
  const name = t('panel.removeIdentity', { value: `\u2066${identity.display}\u2069` });
  return (
    <li>
      <div className={styles.identity}>
        <ChannelIcon channel={CHANNELS[identity.kind]} />
        <span className={styles.value}>
          {identity.kind === 'phone' ? <PhoneNumber number={identity.display} /> : <bdi dir="ltr">{identity.display}</bdi>}
        </span>
        <span className={styles.label}>{label}</span>
        {writes && (
          <ActionIcon size={24} className={styles.remove} aria-label={name} title={name} onClick={() => setAsking(true)}>
            <Icon name="x" size={14} />
          </ActionIcon>
        )}
      </div>
      {asking && <Ask customer={customer} identity={identity} onClose={() => setAsking(false)} />}
    </li>
  );
}

function Ask({ customer, identity, onClose }: Omit<RowProps, 'writes'> & { onClose: () => void }) {
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
