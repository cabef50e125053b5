import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { Customer, CustomerKind, Identity } from '@/api';
import { Callout, Icon } from '@/components';
import { dirOf } from '@/components/dirOf';
import { http, queryClient, useProblemText } from '@/lib/http';

import panel from './CustomerPanel.module.css';
import { CustomerPicker } from './CustomerPicker';
import styles from './Forms.module.css';

type Target = { id: string } | { name: string; kind: CustomerKind };

function useLink(identity: Identity) {
  const navigate = useNavigate();
  // What came from the address so far becomes theirs with it.
  const give = async (customerId: string) => {
    await http.put(`/api/identities/${identity.id}/customer`, { customer_id: customerId });
    return customerId;
  };
  return useMutation({
    mutationFn: (target: Target) =>
      'id' in target
        ? give(target.id)
        : http.post<Customer>('/api/customers', target).then(({ id }) => give(id)),
    onSuccess: async (customerId) => {
      for (const key of ['identities', 'timeline', 'customers']) await queryClient.invalidateQueries({ queryKey: [key] });
      void navigate(`/customers/${customerId}`);
    },
  });
}

/** Puts a name to an unknown number: a new customer, or one the hub has. */
export function LinkIdentity({ identity }: { identity: Identity }) {
  const { t } = useTranslation('customers');
  const problem = useProblemText();
  const [way, setWay] = useState<'create' | 'link' | null>(null);
  const link = useLink(identity);
  return (
    <section className={panel.section}>
      <div className={styles.actions}>
        <Button size="xs" variant="default" leftSection={<Icon name="user-plus" />} aria-expanded={way === 'create'} onClick={() => setWay('create')}>
          {t('number.create')}
        </Button>
        <Button size="xs" variant="default" leftSection={<Icon name="link" />} aria-expanded={way === 'link'} onClick={() => setWay('link')}>
          {t('number.link')}
        </Button>
      </div>
      {way === 'create' && <Create busy={link.isPending} onSave={(target) => link.mutate(target)} />}
      {way === 'link' && (
        <div className={styles.inline}>
          <CustomerPicker label={t('number.linkTitle')} busy={link.isPending} onChoose={(id) => link.mutate({ id })} />
        </div>
      )}
      {link.isError && (
        <Callout tone="bad" alert>
          {t('number.linkFailed', { reason: problem(link.error) })}
        </Callout>
      )}
    </section>
  );
}

function Create({ busy, onSave }: { busy: boolean; onSave: (target: Target) => void }) {
  const { t } = useTranslation('customers');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<CustomerKind>('person');
  const ready = name.trim() !== '';
  const save = () => {
    if (ready) onSave({ name: name.trim(), kind });
  };
  return (
    <form className={styles.inline} onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextInput label={t('form.name')} value={name} dir={dirOf(name)} autoFocus maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
      <SegmentedControl
        aria-label={t('form.kind')}
        value={kind}
        onChange={setKind}
        data={(['person', 'organisation'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <Button type="submit" size="xs" disabled={!ready} loading={busy}>
        {t('form.save')}
      </Button>
    </form>
  );
}
