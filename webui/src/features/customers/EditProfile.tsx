import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer, Language } from '@/api';
import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { useProblemText } from '@/lib/http';

import { changesOf, type Profile, profileOf } from './profile';
import styles from './Forms.module.css';
import { useChangeCustomer } from './useCustomers';

/** Changes what is known of a customer; only what was changed here is sent. */
export function EditProfile({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const problem = useProblemText();
  const change = useChangeCustomer(customer.id);
  const [before] = useState(() => profileOf(customer));
  const [draft, setDraft] = useState(before);
  const set = (part: Partial<Profile>) => setDraft((known) => ({ ...known, ...part }));
  const changes = changesOf(before, draft);
  const ready = draft.name.trim() !== '' && Object.keys(changes).length > 0;
  const save = () => ready && change.mutate(changes, { onSuccess: onClose });
  const languages = [{ value: '', label: t('edit.noLanguage') }, ...(['fa', 'en'] as const).map((value) => ({ value, label: t(`language.${value}`) }))];
  return (
    <Modal opened onClose={onClose} title={t('edit.title', { name: customer.name })} size={440} closeButtonProps={{ 'aria-label': t('cancel') }}>
      <form className={styles.form} onSubmit={(event) => (event.preventDefault(), save())}>
        <TextInput label={t('form.name')} value={draft.name} dir={dirOf(draft.name)} data-autofocus maxLength={200} onChange={(event) => set({ name: event.currentTarget.value })} />
        <TextInput label={t('form.jobTitle')} value={draft.job_title} dir={dirOf(draft.job_title)} maxLength={200} onChange={(event) => set({ job_title: event.currentTarget.value })} />
        <TextInput label={t('panel.city')} value={draft.city} dir={dirOf(draft.city)} maxLength={120} onChange={(event) => set({ city: event.currentTarget.value })} />
        <NativeSelect label={t('panel.language')} data={languages} value={draft.language} onChange={(event) => set({ language: event.currentTarget.value as Language | '' })} />
        <Textarea label={t('edit.note')} value={draft.note} dir={dirOf(draft.note)} autosize minRows={3} maxLength={4000} onChange={(event) => set({ note: event.currentTarget.value })} />
        {change.isError && (
          <Callout tone="bad" alert>
            {t('edit.failed', { reason: problem(change.error) })}
          </Callout>
        )}
        <div className={styles.actions}>
          <Button type="submit" disabled={!ready} loading={change.isPending}>
            {t('edit.save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
