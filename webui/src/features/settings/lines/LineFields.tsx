import { Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useFieldError } from '@/lib/http';
import { useCan } from '@/lib/session';

import page from '../page.module.css';
import type { LineForm } from './form';
import styles from './Lines.module.css';
import { regionChoices } from './regions';
import { useCallAccounts } from './useLines';

export interface PartProps {
  form: LineForm;
  error: unknown;
  onChange: (change: Partial<LineForm>) => void;
}

type TextName = 'name' | 'brand' | 'number' | 'trunk' | 'area_code' | 'prefix';

function useText({ form, error, onChange }: PartProps) {
  const { t } = useTranslation('lines');
  const fieldError = useFieldError();
  return (name: TextName, path: string = name) => ({
    label: t(`field.${name}`),
    value: form[name],
    error: fieldError(error, path),
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
}

/** What the line is called, and which calls are its own. */
export function AboutFields(props: PartProps) {
  const { t, i18n } = useTranslation('lines');
  const fieldError = useFieldError();
  const { form, error, onChange } = props;
  const text = useText(props);
  const accounts = useCallAccounts(useCan('connectors:read'));
  const names = accounts.map(({ account, name }) => ({ value: account, label: name ?? account }));
  const unlisted = form.account && !names.some(({ value }) => value === form.account) ? [{ value: form.account, label: form.account }] : [];
  const regions = useMemo(() => regionChoices(i18n.language), [i18n.language]);
  return (
    <div className={styles.pairs}>
      <TextInput {...text('name')} required withAsterisk={false} data-autofocus maxLength={80} />
      <TextInput {...text('brand')} description={t('about.brand')} inputWrapperOrder={['label', 'input', 'description', 'error']} maxLength={80} />
      <TextInput {...text('number')} inputMode="tel" classNames={{ input: page.ltr }} maxLength={80} />
      <TextInput {...text('trunk')} placeholder="PJSIP/trunk" classNames={{ input: page.ltr }} maxLength={120} />
      <Select
        label={t('field.region')}
        data={regions}
        value={form.region}
        error={fieldError(error, 'region')}
        searchable
        allowDeselect={false}
        onChange={(region) => onChange({ region: region ?? form.region })}
      />
      <TextInput {...text('area_code')} inputMode="numeric" classNames={{ input: page.ltr }} maxLength={8} />
      <Select
        label={t('field.account')}
        data={[{ value: '', label: t('everyAccount') }, ...names, ...unlisted]}
        value={form.account}
        error={fieldError(error, 'account')}
        allowDeselect={false}
        onChange={(account) => onChange({ account: account ?? '' })}
      />
      <Select
        label={t('field.record')}
        description={t('about.record')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={(['never', 'always', 'with_notice'] as const).map((value) => ({ value, label: t(`record.${value}`) }))}
        value={form.record}
        error={fieldError(error, 'record')}
        allowDeselect={false}
        onChange={(record) => onChange({ record: record ?? form.record })}
      />
      <Switch className={styles.switch} label={t('field.active')} checked={form.active} onChange={(event) => onChange({ active: event.target.checked })} />
    </div>
  );
}

/** How numbers are dialled, and what is cut off callers' names. */
export function OutboundFields(props: PartProps) {
  const { t } = useTranslation('lines');
  const fieldError = useFieldError();
  const { form, error, onChange } = props;
  const text = useText(props);
  const forms = (['national', 'international', 'e164'] as const).map((value) => ({ value, label: t(`form.${value}`) }));
  return (
    <div className={styles.pairs}>
      <Select
        label={t('field.form')}
        data={forms}
        value={form.form}
        allowDeselect={false}
        onChange={(value) => onChange({ form: (value) ?? form.form })}
      />
      <TextInput {...text('prefix', 'outbound.prefix')} inputMode="tel" placeholder="9" classNames={{ input: page.ltr }} maxLength={8} />
      <TagsInput
        className={styles.whole}
        label={t('field.name_prefixes')}
        description={t('about.name_prefixes')}
        value={form.name_prefixes}
        error={fieldError(error, 'name_prefixes')}
        maxTags={20}
        clearable={false}
        onChange={(name_prefixes) => onChange({ name_prefixes })}
      />
    </div>
  );
}
