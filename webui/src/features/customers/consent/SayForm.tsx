import { Button, Checkbox, Select, Textarea } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Consent, Customer, CustomerIdentity } from '@/api';
import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { useFieldError, useProblemText } from '@/lib/http';

import { DayInput } from '../profile/DayInput';
import styles from './Consent.module.css';
import { useSay } from './useConsentLog';

const STATES = ['granted', 'withdrawn', 'denied'] as const;
const SOURCES = ['phone', 'form', 'paper', 'agent'] as const;

interface Props {
  customer: Customer;
  identity: CustomerIdentity;
  known: Consent[];
}

interface Form {
  channel: Consent['channel'];
  purpose: Consent['purpose'];
  state: (typeof STATES)[number];
  source: (typeof SOURCES)[number];
  day: string;
  wording: string;
  forAll: boolean;
}

/** A day as the moment it is written down for: its noon, or now where none is given. */
const momentOf = (day: string) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T12:00`).toISOString() : null);
const languageOf = (wording: string) => (/[\u0600-\u06ff]/.test(wording) ? 'fa' : 'en');

/** Writes down what somebody said at an address; what may not undo an opt-out is refused, and said why. */
export function SayForm({ customer, identity, known }: Props) {
  const { t } = useTranslation(['consent', 'profile']);
  const problem = useProblemText();
  const fieldError = useFieldError();
  const channels = [...new Set(known.map(({ channel }) => channel))];
  const [form, setForm] = useState<Form>({ channel: channels[0] ?? 'sms', purpose: 'marketing', state: 'granted', source: 'phone', day: '', wording: '', forAll: false });
  const say = useSay(customer.id);
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const stands = known.find(({ channel, purpose }) => channel === form.channel && purpose === form.purpose);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    event.stopPropagation(); // it is drawn inside the form of the address
    const wording = form.wording.trim() || null;
    const { channel, purpose, state, source } = form;
    say.mutate(
      { identity_id: identity.id, channel, purpose, state, source, at: momentOf(form.day), wording, language: wording && languageOf(wording), for_all: form.forAll, version: stands?.version ?? 0 },
      { onSuccess: () => change({ wording: '', day: '' }) },
    );
  };
  const dayError = fieldError(say.error, 'at');
  return (
    <form className={styles.form} onSubmit={submit} aria-label={t('consent:say.title')}>
      <h3>{t('consent:say.title')}</h3>
      {say.error && !dayError && <Callout tone="bad" alert title={problem(say.error)} />}
      <div className={styles.pair}>
        <Select label={t('consent:field.channel')} allowDeselect={false} data={channels.map((value) => ({ value, label: t(`consent:channel.${value}`) }))} value={form.channel} onChange={(channel) => channel && change({ channel })} />
        <Select label={t('consent:field.purpose')} allowDeselect={false} data={(['marketing', 'service'] as const).map((value) => ({ value, label: t(`consent:purpose.${value}`) }))} value={form.purpose} onChange={(purpose) => purpose && change({ purpose })} />
        <Select label={t('consent:say.state')} allowDeselect={false} data={STATES.map((value) => ({ value, label: t(`consent:said.${value}`) }))} value={form.state} onChange={(state) => state && change({ state })} />
        <Select label={t('consent:say.source')} allowDeselect={false} data={SOURCES.map((value) => ({ value, label: t(`consent:source.${value}`) }))} value={form.source} onChange={(source) => source && change({ source })} />
        <DayInput label={t('consent:say.day')} value={form.day} onChange={(day) => change({ day })} error={dayError} />
      </div>
      {form.state === 'granted' && (
        <Textarea label={t('consent:say.wording')} autosize minRows={2} maxRows={6} maxLength={4000} dir={dirOf(form.wording)} value={form.wording} error={fieldError(say.error, 'wording')} onChange={(event) => change({ wording: event.currentTarget.value })} />
      )}
      {identity.shared_with > 0 && <Checkbox size="xs" label={t('consent:say.forAll')} checked={form.forAll} onChange={(event) => change({ forAll: event.currentTarget.checked })} />}
      <Button type="submit" size="xs" className={styles.submit} loading={say.isPending}>
        {t('consent:say.save')}
      </Button>
    </form>
  );
}
