import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { FormDialog } from '@/components/FormDialog';
import { DayInput } from '@/features/customers/profile/DayInput';
import { toAscii } from '@/lib/format';
import { useFieldError } from '@/lib/http';

import styles from './Suppressions.module.css';
import { type NewSuppression, REASONS, type Reason, useSuppress } from './useSuppressions';

const MATCHES = { phone: ['value', 'prefix'], email: ['value', 'domain'] } as const;
const CHANNELS = { phone: ['call', 'sms'], email: ['email'] } as const;

interface Form {
  kind: NewSuppression['kind'];
  match: NewSuppression['match'];
  value: string;
  channel: string | null;
  purpose: string | null;
  reason: Reason;
  note: string;
  until: string;
}

const NEW: Form = { kind: 'phone', match: 'value', value: '', channel: null, purpose: null, reason: 'manual', note: '', until: '' };

function bodyOf(form: Form): NewSuppression {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(form.until) ? new Date(`${form.until}T00:00`).toISOString() : null;
  return { ...form, value: toAscii(form.value).trim(), note: form.note.trim() || null, until: day };
}

/** Suppresses one address, a mail domain, or numbers that begin alike. */
export function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['consent']);
  const fieldError = useFieldError();
  const [form, setForm] = useState(NEW);
  const add = useSuppress();
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const submit = () => {
    add.mutate(bodyOf(form), { onSuccess: onClose });
  };
  const valueError = fieldError(add.error, 'value');
  const untilError = fieldError(add.error, 'until');
  return (
    <FormDialog
      title={t('consent:add')}
      submit={t('consent:suppress')}
      error={!valueError && !untilError ? add.error : null}
      busy={add.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('consent:kindOf')}
        value={form.kind}
        onChange={(kind) => change({ kind, match: 'value', channel: null })}
        data={(['phone', 'email'] as const).map((value) => ({ value, label: t(`consent:kind.${value}`) }))}
      />
      <Select
        label={t('consent:field.match')}
        allowDeselect={false}
        data={MATCHES[form.kind].map((value) => ({ value, label: t(`consent:matches.${form.kind}.${value as 'value'}`) }))}
        value={form.match}
        onChange={(match) => match && change({ match })}
      />
      <TextInput
        data-autofocus
        label={t('consent:field.value')}
        dir="ltr"
        maxLength={320}
        placeholder={t(`consent:example.${form.kind === 'email' ? (form.match === 'domain' ? 'domain' : 'email') : form.match === 'prefix' ? 'prefix' : 'phone'}`)}
        value={form.value}
        error={valueError}
        onChange={(event) => change({ value: event.currentTarget.value })}
      />
      <div className={styles.pair}>
        <Select
          label={t('consent:field.channel')}
          placeholder={t('consent:everyChannel')}
          clearable
          clearButtonProps={{ 'aria-label': t('consent:everyChannel') }}
          data={CHANNELS[form.kind].map((value) => ({ value, label: t(`consent:channel.${value}`) }))}
          value={form.channel}
          onChange={(channel) => change({ channel })}
        />
        <Select
          label={t('consent:field.purpose')}
          placeholder={t('consent:everyPurpose')}
          clearable
          clearButtonProps={{ 'aria-label': t('consent:everyPurpose') }}
          data={(['marketing', 'service'] as const).map((value) => ({ value, label: t(`consent:purpose.${value}`) }))}
          value={form.purpose}
          onChange={(purpose) => change({ purpose })}
        />
        <Select
          label={t('consent:field.reason')}
          allowDeselect={false}
          data={REASONS.map((value) => ({ value, label: t(`consent:reason.${value}`) }))}
          value={form.reason}
          onChange={(reason) => reason && change({ reason })}
        />
        <DayInput label={t('consent:field.until')} value={form.until} onChange={(until) => change({ until })} error={untilError} />
      </div>
      <TextInput label={t('consent:field.note')} maxLength={400} value={form.note} error={fieldError(add.error, 'note')} onChange={(event) => change({ note: event.currentTarget.value })} />
    </FormDialog>
  );
}
