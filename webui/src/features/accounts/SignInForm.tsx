import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { DemoAccount, Session } from '@/api';
import { Avatar, Icon } from '@/components';

import { type Credentials, signIn } from './actions';
import { rememberedExtension } from './extensions';
import styles from './form.module.css';
import { PasswordField } from './PasswordField';
import { SignInProblem } from './SignInProblem';

function DemoAccounts({ accounts, busy, onChoose }: { accounts: DemoAccount[]; busy: boolean; onChoose: (account: DemoAccount) => void }) {
  const { t } = useTranslation(['accounts', 'common']);
  return (
    <section className={styles.demo}>
      <h2>{t('accounts:demo.title')}</h2>
      {accounts.map((account) => (
        <button key={account.email} type="button" className={styles.account} disabled={busy} onClick={() => onChoose(account)}>
          <Avatar name={account.name} size={28} />
          <span className="pv-cut">{account.name}</span>
          <span className={styles.aside}>{t(`common:role.${account.role}`)}</span>
        </button>
      ))}
    </section>
  );
}

interface Props {
  demo: DemoAccount[];
  onSignedIn: (session: Session) => void;
}

/** Email and password; in a demo, its accounts by one click. Takes the extension last used at this desk. */
export function SignInForm({ demo, onSignedIn }: Props) {
  const { t } = useTranslation('accounts');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [keep, setKeep] = useState(false);
  const attempt = useMutation({
    mutationFn: (credentials: Credentials) => signIn({ ...credentials, extension_id: rememberedExtension() }),
    onSuccess: onSignedIn,
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    attempt.mutate({ email: email.trim(), password, keep });
  };
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <SignInProblem error={attempt.error} />
        <TextInput
          label={t('field.email')}
          type="email"
          autoComplete="username"
          size="md"
          required
          withAsterisk={false}
          autoFocus
          leftSection={<Icon name="mail" />}
          classNames={{ input: styles.ltr }}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <PasswordField
          label={t('field.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Checkbox size="sm" label={t('signIn.keep')} checked={keep} onChange={(event) => setKeep(event.target.checked)} />
        <Button type="submit" size="lg" fullWidth className={styles.submit} loading={attempt.isPending}>
          {t('signIn.submit')}
        </Button>
      </form>
      {demo.length > 0 && (
        <DemoAccounts accounts={demo} busy={attempt.isPending} onChoose={({ email, password }) => attempt.mutate({ email, password })} />
      )}
    </>
  );
}
