import { Switch, TextInput } from '@mantine/core';
import type { ReactNode, SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConnectorKind, ConnectorSetup } from '@/api';
import { Callout } from '@/components';
import { useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from './Connect.module.css';
import type { SetupForm } from './form';
import { HookAddresses } from './HookAddresses';
import { OptionFields, OptionGroups } from './OptionGroups';
import { Recipes } from './Recipes';

interface Props {
  kind: ConnectorKind;
  /** Null: one to add. */
  setup: ConnectorSetup | null;
  form: SetupForm;
  error: unknown;
  onChange: (form: SetupForm) => void;
  onSubmit: () => void;
  /** Buttons, the one that goes on last. */
  children: ReactNode;
}

function Names({ setup, form, error, onChange }: Props) {
  const { t } = useTranslation('connect');
  const fieldError = useFieldError();
  const fixed = setup?.source === 'file';
  const field = (name: 'name' | 'account') => ({
    label: t(`field.${name}`),
    description: t(name === 'name' ? 'nameText' : 'accountText'),
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
    value: form[name],
    disabled: fixed,
    error: fieldError(error, name),
    onChange: (event: { target: { value: string } }) => onChange({ ...form, [name]: event.target.value }),
  });
  return (
    <>
      <TextInput {...field('name')} maxLength={80} data-autofocus />
      {!setup && <TextInput {...field('account')} required withAsterisk={false} classNames={{ input: page.ltr }} />}
    </>
  );
}

/** Everything an account is told: where the provider is, the user the hub signs in as, and folded what few change; beside it what to paste there. */
export function AddressStep(props: Props) {
  const { kind, setup, form, error, onChange, onSubmit, children } = props;
  const { t } = useTranslation('connect');
  const text = useProblemText();
  const fixed = setup?.source === 'file';
  const main = kind.options.filter(({ name, group }) => group === null && (name !== 'tls_verify' || form.values.tls === true));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={page.form} onSubmit={submit}>
      {error !== null && error !== undefined && <Callout tone="bad" alert title={text(error)} />}
      {fixed && <Callout tone="info" title={t('fixed.title')}>{t('fixed.text')}</Callout>}
      <div className={styles.columns}>
        <div className={page.form}>
          <Names {...props} />
          <div className={styles.main}>
            <OptionFields {...{ kind, setup, form, error, fixed, onChange }} options={main} />
          </div>
          {setup && !fixed && (
            <Switch label={t('field.enabled')} checked={form.enabled} onChange={(event) => onChange({ ...form, enabled: event.currentTarget.checked })} />
          )}
        </div>
        {!fixed && kind.channel === 'call' && <Recipes connector={kind.name} form={form} />}
        {kind.hooks.length > 0 && <HookAddresses kind={kind} form={form} />}
      </div>
      <OptionGroups {...{ kind, setup, form, error, fixed, onChange }} />
      <div className={[page.buttons, styles.bar].join(' ')}>{children}</div>
    </form>
  );
}
