import { Button, Switch, TextInput } from '@mantine/core';
import type { ReactNode, SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { toAscii } from '@/lib/format';
import { useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from './Connect.module.css';
import { newSecret, type SetupForm, withTls } from './form';
import { Recipes } from './Recipes';

interface Props {
  form: SetupForm;
  error: unknown;
  busy: boolean;
  /** An account of the store: its short name stays, and its secret is not shown. */
  known: boolean;
  /** An account of the settings file. */
  fixed: boolean;
  onChange: (form: SetupForm) => void;
  onCheck: () => void;
  /** Buttons beside the one that goes on. */
  children?: ReactNode;
}

type TextField = 'name' | 'account' | 'host' | 'port' | 'username' | 'secret';

function useFields({ form, error, fixed, onChange }: Props) {
  const { t } = useTranslation('connect');
  const fieldError = useFieldError();
  return (name: TextField, option = false) => ({
    label: t(`field.${name}`),
    value: form[name],
    disabled: fixed,
    error: fieldError(error, option ? `options.${name}` : name),
    onChange: (event: { target: { value: string } }) => onChange({ ...form, [name]: event.target.value }),
  });
}

function Secret(props: Props) {
  const { form, known, onChange } = props;
  const { t } = useTranslation('connect');
  const field = useFields(props);
  return (
    <div className={styles.secret}>
      <TextInput
        {...field('secret', true)}
        type="password"
        autoComplete="new-password"
        required={!known}
        withAsterisk={false}
        placeholder={known ? t('unchanged') : ''}
        description={known ? t('unchangedText') : undefined}
        classNames={{ input: page.ltr }}
      />
      <Button variant="default" onClick={() => onChange({ ...form, secret: newSecret() })}>
        {t('makeSecret')}
      </Button>
    </div>
  );
}

/** Where the phone system is, and the user that the hub signs in as; beside it what to paste there. */
export function AddressStep(props: Props) {
  const { form, error, busy, known, fixed, onChange, onCheck, children } = props;
  const { t } = useTranslation('connect');
  const text = useProblemText();
  const field = useFields(props);
  const ltr = { input: page.ltr };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onCheck();
  };
  return (
    <div className={styles.columns}>
      <form className={page.form} onSubmit={submit}>
        {error !== null && error !== undefined && <Callout tone="bad" alert title={text(error)} />}
        {fixed && <Callout tone="info" title={t('fixed.title')}>{t('fixed.text')}</Callout>}
        <TextInput {...field('name')} description={t('nameText')} maxLength={80} data-autofocus />
        {!known && !fixed && <TextInput {...field('account')} description={t('accountText')} required withAsterisk={false} classNames={ltr} />}
        <TextInput {...field('host', true)} required withAsterisk={false} placeholder="192.168.1.10" classNames={ltr} />
        <div className={styles.pair}>
          <TextInput
            {...field('port', true)}
            inputMode="numeric"
            required
            withAsterisk={false}
            classNames={ltr}
            onChange={(event) => onChange({ ...form, port: toAscii(event.target.value).replace(/\D/g, '').slice(0, 5) })}
          />
          <div className={styles.switches}>
            <Switch label={t('field.tls')} checked={form.tls} disabled={fixed} onChange={(event) => onChange(withTls(form, event.currentTarget.checked))} />
            {form.tls && (
              <Switch
                label={t('field.tlsVerify')}
                checked={form.tlsVerify}
                disabled={fixed}
                onChange={(event) => onChange({ ...form, tlsVerify: event.currentTarget.checked })}
              />
            )}
          </div>
        </div>
        <TextInput {...field('username', true)} required withAsterisk={false} classNames={ltr} />
        {!fixed && <Secret {...props} />}
        {known && (
          <Switch label={t('field.enabled')} checked={form.enabled} onChange={(event) => onChange({ ...form, enabled: event.currentTarget.checked })} />
        )}
        <div className={page.buttons}>
          {children}
          <Button type="submit" loading={busy}>
            {t('check')}
          </Button>
        </div>
      </form>
      {!fixed && <Recipes form={form} />}
    </div>
  );
}
