import { Button, Checkbox, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Consent, Customer, CustomerIdentity } from '@/api';
import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { part } from '@/lib/parts';

import forms from '../Forms.module.css';
import styles from './Profile.module.css';
import { type LinkChange, useChangeLink, useSetConsent } from './useProfile';

const ConsentDrawer = lazy(part(() => import('../consent/ConsentDrawer'), 'ConsentDrawer', 'consent', 'profile'));

interface Props {
  customer: Customer;
  identity: CustomerIdentity;
  onRemove: () => void;
  onClose: () => void;
}

/** How a customer uses an address: its label and marks, what they allowed there, and the end of it. */
export function EditIdentity({ customer, identity, onRemove, onClose }: Props) {
  const { t } = useTranslation('profile');
  const { t: customers } = useTranslation('customers');
  const problem = useProblemText();
  const change = useChangeLink(customer.id, identity.link_id);
  const [label, setLabel] = useState(identity.label ?? '');
  const [verified, setVerified] = useState(identity.verified);
  const [primary, setPrimary] = useState(identity.primary);
  const changes: LinkChange = {
    ...(label.trim() !== (identity.label ?? '') && { label: label.trim() || null }),
    ...(verified !== identity.verified && { verified }),
    ...(primary !== identity.primary && { primary }),
  };
  const save = () => (Object.keys(changes).length === 0 ? onClose() : change.mutate(changes, { onSuccess: onClose }));
  return (
    <form
      className={forms.inline}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => event.code === 'Escape' && event.currentTarget.contains(event.target as Node) && onClose()} // not from the log above it, which React nests here
    >
      <TextInput
        label={customers('identity.label')}
        placeholder={customers('identity.labelHint')}
        value={label}
        dir={dirOf(label)}
        maxLength={80}
        autoFocus
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Checkbox size="xs" label={customers('identity.primary')} checked={primary} onChange={(event) => setPrimary(event.currentTarget.checked)} />
      <Checkbox size="xs" label={t('identity.verified')} checked={verified} onChange={(event) => setVerified(event.currentTarget.checked)} />
      <Since identity={identity} />
      <Consents customer={customer} identity={identity} />
      {change.isError && (
        <Callout tone="bad" alert>
          {t('failed', { reason: problem(change.error) })}
        </Callout>
      )}
      <div className={forms.actions}>
        <Button type="submit" size="xs" loading={change.isPending}>
          {t('save')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button size="xs" variant="subtle" color="red" onClick={onRemove}>
          {customers('panel.remove')}
        </Button>
      </div>
    </form>
  );
}

function Since({ identity }: { identity: CustomerIdentity }) {
  const { t } = useTranslation('profile');
  const { day } = useFormat();
  return (
    <p className={styles.small}>
      {t('identity.since', { day: day(identity.valid_from) })}
      {identity.shared_with > 0 && ` · ${t('identity.sharedWith', { count: identity.shared_with })}`}
    </p>
  );
}

const CHANNELS: Partial<Record<CustomerIdentity['kind'], Consent['channel'][]>> = { phone: ['call', 'sms'], email: ['email'] };

/** What they allowed at this address, channel by channel. */
function Consents({ customer, identity }: { customer: Customer; identity: CustomerIdentity }) {
  const { t } = useTranslation('profile');
  const problem = useProblemText();
  const { day } = useFormat();
  const set = useSetConsent(customer.id);
  const channels = CHANNELS[identity.kind] ?? [];
  const [logging, setLogging] = useState(false);
  if (channels.length === 0) return null;
  return (
    <fieldset className={styles.consents}>
      <legend>{t('consent.title')}</legend>
      {channels.map((channel) => {
        const known = customer.consents.find((one) => one.identity_id === identity.id && one.channel === channel && one.purpose === 'marketing' && one.state !== 'none');
        const say = (state: 'granted' | 'withdrawn') => set.mutate({ identity_id: identity.id, channel, purpose: 'marketing', state });
        return (
          <div key={channel} className={styles.row}>
            <span>
              {t(`consent.${channel}`)} <span className={styles.small}>{t(`consent.${known?.state ?? 'none'}`, { day: known?.at ? day(known.at) : '' })}</span>
            </span>
            {known?.state !== 'granted' && (
              <Button size="compact-xs" variant="default" disabled={set.isPending} onClick={() => say('granted')}>
                {t('consent.grant')}
              </Button>
            )}
            {known?.state !== 'withdrawn' && (
              <Button size="compact-xs" variant="default" disabled={set.isPending} onClick={() => say('withdrawn')}>
                {t('consent.withdraw')}
              </Button>
            )}
          </div>
        );
      })}
      <Button size="compact-xs" variant="subtle" onClick={() => setLogging(true)}>
        {t('consent.log')}
      </Button>
      {logging && (
        <Suspense>
          <ConsentDrawer customer={customer} identity={identity} onClose={() => setLogging(false)} />
        </Suspense>
      )}
      {set.isError && (
        <Callout tone="bad" alert>
          {t('failed', { reason: problem(set.error) })}
        </Callout>
      )}
    </fieldset>
  );
}
