import { Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { SmsRoute } from '@/api';
import { FormDialog } from '@/components/FormDialog';
import { toAscii, useFormat } from '@/lib/format';
import { ApiProblem, useFieldError } from '@/lib/http';

import page from '../page.module.css';
import { useSaving } from '../useSaving';
import { bodyOf, formOf, type RouteForm } from './form';
import styles from './Sms.module.css';
import { ROUTES, useSmsAccounts } from './useRoutes';

const CURRENCIES = ['IRT', 'IRR', 'USD', 'EUR', 'GBP', 'TRY', 'AED', 'IQD', 'AFN', 'CAD'];
const BELOW: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
const ACCOUNT = /^[a-z0-9][a-z0-9_-]{0,39}$/;

interface Props {
  /** Null: one to add. */
  route: SmsRoute | null;
  onClose: () => void;
}

interface FieldsProps {
  form: RouteForm;
  error: unknown;
  onChange: (change: Partial<RouteForm>) => void;
}

/** Adds a route or changes one. */
export function RouteDialog({ route, onClose }: Props) {
  const { t } = useTranslation('sms');
  const accounts = useSmsAccounts();
  const [form, setForm] = useState(() => formOf(route, ''));
  const save = useSaving('/api/sms/routes', ROUTES, route, onClose);
  const account = form.account || (accounts[0]?.account ?? '');
  const told = save.error instanceof ApiProblem && save.error.fields.length > 0;
  const parts: FieldsProps = { form: { ...form, account }, error: save.error, onChange: (change) => setForm((before) => ({ ...before, ...change })) };
  return (
    <FormDialog
      title={route ? t('editOne', { name: route.name }) : t('add')}
      size={620}
      keep
      error={told ? null : save.error}
      busy={save.isPending}
      ready={form.name.trim() !== '' && ACCOUNT.test(account)}
      onSubmit={() => save.mutate(bodyOf({ ...form, account }))}
      onClose={onClose}
    >
      <WhichFields {...parts} names={[...new Set([...accounts.map((one) => one.account), ...(route ? [route.account] : [])])]} />
      <MoneyFields {...parts} />
      <LineFields {...parts} />
    </FormDialog>
  );
}

/** What it is called, and which messages it is for. */
function WhichFields({ form, error, onChange, names }: FieldsProps & { names: string[] }) {
  const { t } = useTranslation('sms');
  const fieldError = useFieldError();
  return (
    <>
      <div className={styles.pair}>
        <TextInput label={t('field.name')} data-autofocus maxLength={80} value={form.name} error={fieldError(error, 'name')} onChange={(event) => onChange({ name: event.currentTarget.value })} />
        {names.length > 0 ? (
          <Select label={t('field.account')} allowDeselect={false} data={names} value={form.account} error={fieldError(error, 'account')} onChange={(account) => account && onChange({ account })} />
        ) : (
          <TextInput label={t('field.account')} description={t('noAccount')} inputWrapperOrder={BELOW} classNames={{ input: page.ltr }} value={form.account} error={fieldError(error, 'account')} onChange={(event) => onChange({ account: event.currentTarget.value })} />
        )}
      </div>
      <TagsInput
        label={t('field.prefixes')}
        description={t('help.prefixes')}
        inputWrapperOrder={BELOW}
        placeholder={form.prefixes.length > 0 ? '' : t('everyNumber')}
        splitChars={[',', '،', ' ']}
        acceptValueOnBlur
        clearable={false}
        dir="ltr"
        value={form.prefixes}
        error={fieldError(error, 'prefixes')}
        onChange={(prefixes) => onChange({ prefixes: prefixes.map(toAscii) })}
      />
      <div className={styles.pair}>
        <Select
          label={t('field.purpose')}
          allowDeselect={false}
          data={(['any', 'service', 'marketing'] as const).map((value) => ({ value, label: t(`purpose.${value}`) }))}
          value={form.purpose}
          onChange={(purpose) => purpose && onChange({ purpose })}
        />
        <TextInput label={t('field.sender')} classNames={{ input: page.ltr }} maxLength={80} value={form.sender} error={fieldError(error, 'sender')} onChange={(event) => onChange({ sender: event.currentTarget.value })} />
      </div>
    </>
  );
}

/** What it costs, and how much may be spent. */
function MoneyFields({ form, error, onChange }: FieldsProps) {
  const { t, i18n } = useTranslation('sms');
  const { digits } = useFormat();
  const fieldError = useFieldError();
  const names = new Intl.DisplayNames([i18n.language], { type: 'currency' });
  const nameOf = (code: string) => (code === 'IRT' ? t('toman') : (names.of(code) ?? code));
  const amount = (name: 'price' | 'spend_limit' | 'balance_warning' | 'rate') => ({
    label: t(`field.${name}`),
    inputMode: 'decimal' as const,
    value: digits(form[name]),
    error: fieldError(error, name),
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [name]: event.currentTarget.value }),
  });
  return (
    <>
      <div className={styles.pair}>
        <TextInput {...amount('price')} />
        <Select label={t('field.currency')} searchable clearable clearButtonProps={{ 'aria-label': t('clear') }} data={CURRENCIES.map((value) => ({ value, label: nameOf(value) }))} value={form.currency} error={fieldError(error, 'currency')} onChange={(currency) => onChange({ currency })} />
      </div>
      <div className={styles.pair}>
        <TextInput {...amount('spend_limit')} placeholder={t('noLimit')} />
        <TextInput {...amount('rate')} placeholder={t('noLimit')} />
      </div>
      <TextInput {...amount('balance_warning')} description={t('help.balance_warning')} inputWrapperOrder={BELOW} />
    </>
  );
}

/** What its line wants under advertising, and whether it is used. */
function LineFields({ form, error, onChange }: FieldsProps) {
  const { t } = useTranslation('sms');
  const fieldError = useFieldError();
  return (
    <>
      <TextInput label={t('field.suffix')} description={t('help.suffix')} inputWrapperOrder={BELOW} maxLength={40} dir="auto" value={form.suffix} error={fieldError(error, 'suffix')} onChange={(event) => onChange({ suffix: event.currentTarget.value })} />
      {form.suffix.trim() !== '' && <Switch label={t('field.suffix_added')} checked={form.suffix_added} onChange={(event) => onChange({ suffix_added: event.currentTarget.checked })} />}
      <Switch label={t('field.active')} checked={form.active} onChange={(event) => onChange({ active: event.currentTarget.checked })} />
    </>
  );
}
