import { MultiSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { SmsLimits } from '@/api';
import { FormDialog } from '@/components/FormDialog';
import { toAscii, useFormat } from '@/lib/format';
import { ApiProblem, useFieldError } from '@/lib/http';

import { regionChoices } from '../lines/regions';
import styles from './Sms.module.css';
import { useSaveLimits } from './useRoutes';

type Many = 'request_most' | 'request_minutes' | 'number_day' | 'prefix_digits' | 'prefix_day' | 'account_day' | 'parts_most' | 'quiet_from' | 'quiet_to';

/** Changes what sending is held to. */
export function LimitsDialog({ limits, onClose }: { limits: SmsLimits; onClose: () => void }) {
  const { t, i18n } = useTranslation('sms');
  const { digits } = useFormat();
  const fieldError = useFieldError();
  const [form, setForm] = useState(limits);
  const save = useSaveLimits(onClose);
  const told = save.error instanceof ApiProblem && save.error.fields.length > 0;
  const many = (name: Many, empty = true) => (
    <TextInput
      label={t(`limit.${name}`)}
      inputMode="numeric"
      placeholder={empty ? t('noLimit') : ''}
      value={digits(form[name] ?? '')}
      error={fieldError(save.error, name)}
      onChange={(event) => {
        const typed = toAscii(event.currentTarget.value).replace(/\D/g, '').slice(0, 8);
        setForm({ ...form, [name]: typed === '' ? null : Number(typed) });
      }}
    />
  );
  return (
    <FormDialog title={t('limits')} size={560} keep error={told ? null : save.error} busy={save.isPending} onSubmit={() => save.mutate(form)} onClose={onClose}>
      <MultiSelect
        label={t('limit.countries')}
        placeholder={form.countries.length > 0 ? '' : t('everyCountry')}
        searchable
        data={regionChoices(i18n.language)}
        value={form.countries}
        error={fieldError(save.error, 'countries')}
        onChange={(countries) => setForm({ ...form, countries })}
      />
      <h3 className={styles.heading}>{t('part.requests')}</h3>
      <div className={styles.pair}>
        {many('request_most')}
        {many('request_minutes', false)}
      </div>
      <h3 className={styles.heading}>{t('part.day')}</h3>
      <div className={styles.pair}>
        {many('number_day')}
        {many('account_day')}
        {many('prefix_day')}
        {many('prefix_digits', false)}
      </div>
      {many('parts_most', false)}
      <h3 className={styles.heading}>{t('part.quiet')}</h3>
      <Switch label={t('limit.quiet')} checked={form.quiet} onChange={(event) => setForm({ ...form, quiet: event.currentTarget.checked })} />
      {form.quiet && (
        <div className={styles.pair}>
          {many('quiet_from', false)}
          {many('quiet_to', false)}
        </div>
      )}
    </FormDialog>
  );
}
