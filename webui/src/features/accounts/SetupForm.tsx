import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Session } from '@/api';
import { Callout } from '@/components';
import { ApiProblem, http, queryClient, useFieldError, useProblemText } from '@/lib/http';
import { setSession } from '@/lib/session';

import styles from './form.module.css';
import { PasswordField } from './PasswordField';

const FIELDS = ['token', 'organisation', 'name', 'email'] as const;
type Field = (typeof FIELDS)[number];

function useSetup() {
  const { i18n } = useTranslation();
  return useMutation({
    mutationFn: (fields: Record<Field | 'password', string>) =>
      http.post<Session>('/api/setup', { ...fields, language: i18n.language }, { quiet: true }),
    onSuccess: (session) => {
      void queryClient.invalidateQueries({ queryKey: ['public'] });
      setSession(session);
    },
  });
}

export function SetupForm() {
  const { t } = useTranslation('accounts');
  const text = useProblemText();
  const [fields, setFields] = useState({ token: '', organisation: '', name: '', email: '', password: '' });
  const setup = useSetup();
  const problem = setup.error instanceof ApiProblem ? setup.error : null;
  const wrongToken = problem !== null && (problem.status === 401 || problem.status === 403);
  const fieldError = useFieldError();
  const errorOf = (name: string) => fieldError(setup.error, name);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setup.mutate(fields);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {setup.error && <Callout tone="bad" alert title={wrongToken ? t('setup.wrongToken') : text(setup.error)} />}
      {FIELDS.map((name) => (
        <TextInput
          key={name}
          label={t(`field.${name}`)}
          description={name === 'token' ? t('setup.tokenText') : undefined}
          type={name === 'email' ? 'email' : 'text'}
          autoComplete={name === 'email' ? 'username' : name === 'name' ? 'name' : 'off'}
          size="md"
          required
          withAsterisk={false}
          classNames={name === 'token' || name === 'email' ? { input: styles.ltr } : {}}
          error={errorOf(name)}
          value={fields[name]}
          onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
        />
      ))}
      <PasswordField
        label={t('field.password')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        error={errorOf('password')}
        value={fields.password}
        onChange={(event) => setFields({ ...fields, password: event.target.value })}
      />
      <Button type="submit" size="lg" fullWidth className={styles.submit} loading={setup.isPending}>
        {t('setup.submit')}
      </Button>
    </form>
  );
}
