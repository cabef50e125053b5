import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Session } from '@/api';
import { refreshSession } from '@/lib/session';

import { signOut, unlock } from './actions';
import styles from './form.module.css';
import { FrontDoor } from './FrontDoor';
import { PasswordField } from './PasswordField';
import { SignInProblem } from './SignInProblem';

/** In place of everything while the session is locked; somebody else may sign in from here. */
export function LockScreen({ session }: { session: Session }) {
  const { t } = useTranslation('accounts');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: unlock,
    onError: () => {
      setPassword('');
      void refreshSession();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    attempt.mutate(password);
  };
  return (
    <FrontDoor title={t('lock.title')} text={t('lock.text', { name: session.user.name })} switches={false}>
      <form className={styles.form} onSubmit={submit}>
        <SignInProblem error={attempt.error} />
        <input type="text" className="pv-sr" autoComplete="username" value={session.user.email} readOnly tabIndex={-1} aria-hidden />
        <PasswordField
          label={t('field.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" size="lg" fullWidth loading={attempt.isPending}>
          {t('lock.submit')}
        </Button>
        <Button variant="default" size="lg" fullWidth onClick={() => void signOut()}>
          {t('lock.other')}
        </Button>
      </form>
    </FrontDoor>
  );
}
