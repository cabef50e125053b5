import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout, PageHeader } from '@/components';
import { ApiProblem, http, useFieldError, useProblemText } from '@/lib/http';

import styles from './PasswordPage.module.css';
import { PasswordField } from './PasswordField';

const SHORTEST = 10;

function useChange() {
  return useMutation({ mutationFn: (change: { current: string; new: string }) => http.put('/api/me/password', change, { quiet: true }) });
}

/** Changes the person's own password; every other session of theirs ends. */
export function PasswordPage() {
  const { t } = useTranslation('accounts');
  const text = useProblemText();
  const fieldError = useFieldError();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useChange();
  const differs = again !== '' && again !== next;
  const wrong = change.error instanceof ApiProblem && (change.error.status === 401 || change.error.status === 403);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    change.mutate({ current, new: next });
  };
  return (
    <div className={styles.page}>
      <PageHeader title={t('password.title')} />
      <form className={styles.form} onSubmit={submit}>
        {change.isSuccess && (
          <div role="status">
            <Callout tone="info" title={t('password.done')}>
              {t('password.doneText')}
            </Callout>
          </div>
        )}
        {change.error && !wrong && <Callout tone="bad" alert title={text(change.error)} />}
        <PasswordField
          label={t('password.current')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={wrong && t('password.wrong')}
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <PasswordField
          label={t('password.new')}
          description={t('password.rule', { count: SHORTEST })}
          autoComplete="new-password"
          minLength={SHORTEST}
          error={fieldError(change.error, 'new')}
          required
          withAsterisk={false}
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
        <PasswordField
          label={t('password.again')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          error={differs && t('password.differs')}
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
        <div>
          <Button type="submit" disabled={differs || again === ''} loading={change.isPending}>
            {t('password.submit')}
          </Button>
        </div>
      </form>
    </div>
  );
}
