import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { CustomerKind } from '@/api';
import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { ApiProblem, useProblemText } from '@/lib/http';

import styles from './Forms.module.css';
import { type NewCustomer, useCreateCustomer } from './useCustomers';

interface Draft {
  name: string;
  kind: CustomerKind;
  jobTitle: string;
  phone: string;
  email: string;
}

function bodyOf(draft: Draft): NewCustomer {
  const identities: NonNullable<NewCustomer['identities']> = [];
  if (draft.phone.trim()) identities.push({ kind: 'phone', value: draft.phone.trim() });
  if (draft.email.trim()) identities.push({ kind: 'email', value: draft.email.trim() });
  return { name: draft.name.trim(), kind: draft.kind, job_title: draft.jobTitle.trim() || null, identities };
}

/** A name, or what was searched for when it looks like a number or a mail. */
function draftOf(text: string): Draft {
  const draft: Draft = { name: '', kind: 'person', jobTitle: '', phone: '', email: '' };
  if (/^[+\d\s()-]{3,}$/.test(text)) return { ...draft, phone: text };
  return text.includes('@') ? { ...draft, email: text } : { ...draft, name: text };
}

/** Creates a customer and opens their page. */
export function CreateCustomer({ initial, onClose }: { initial: string; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const problem = useProblemText();
  const navigate = useNavigate();
  const create = useCreateCustomer();
  const [draft, setDraft] = useState(() => draftOf(initial));
  const set = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const ready = draft.name.trim() !== '';
  const save = () =>
    ready && create.mutate(bodyOf(draft), { onSuccess: (customer) => void navigate(`/customers/${customer.id}`) });
  const fields = create.error instanceof ApiProblem ? create.error.fields : [];
  const errorAt = (index: number) => fields.find(({ field }) => field.includes(`identities.${index}`) || field.includes(`identities[${index}]`))?.detail;
  return (
    <Modal opened onClose={onClose} title={t('form.title')} size={420} closeButtonProps={{ 'aria-label': t('cancel') }}>
      <form className={styles.form} onSubmit={(event) => (event.preventDefault(), save())}>
        <SegmentedControl
          aria-label={t('form.kind')}
          value={draft.kind}
          onChange={(kind) => set({ kind })}
          data={(['person', 'organisation'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <TextInput label={t('form.name')} value={draft.name} dir={dirOf(draft.name)} data-autofocus maxLength={200} onChange={(event) => set({ name: event.currentTarget.value })} />
        {draft.kind === 'person' && (
          <TextInput label={t('form.jobTitle')} value={draft.jobTitle} dir={dirOf(draft.jobTitle)} maxLength={200} onChange={(event) => set({ jobTitle: event.currentTarget.value })} />
        )}
        <TextInput
          label={t('form.phone')}
          value={draft.phone}
          dir="ltr"
          inputMode="tel"
          error={errorAt(0)}
          onChange={(event) => set({ phone: event.currentTarget.value })}
        />
        <TextInput label={t('form.email')} value={draft.email} dir="ltr" inputMode="email" onChange={(event) => set({ email: event.currentTarget.value })} />
        {create.isError && (
          <Callout tone="bad" alert>
            {t('form.failed', { reason: problem(create.error) })}
          </Callout>
        )}
        <div className={styles.actions}>
          <Button type="submit" disabled={!ready} loading={create.isPending}>
            {t('form.save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
