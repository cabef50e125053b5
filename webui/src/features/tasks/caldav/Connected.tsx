import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConnectedCalendar } from '@/api';
import { Callout, Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { http } from '@/lib/http';

import styles from './Connection.module.css';
import { Removed } from './Removed';
import { PATH, readAgain } from './useCalendar';
import { useTrouble } from './useTrouble';

const SIGN_IN = new Set(['sign_in', 'secret_lost']);

/** The calendar as it stands, and what can be done about it. */
export function Connected({ calendar }: { calendar: ConnectedCalendar }) {
  const { t } = useTranslation('caldav');
  const { number } = useFormat();
  const { ofError } = useTrouble();
  const [asking, setAsking] = useState(false);
  const options = { onSuccess: readAgain };
  const look = useMutation({ mutationFn: () => http.post(`${PATH}/sync`), ...options });
  const change = useMutation({ mutationFn: (take_new: boolean) => http.patch(PATH, { take_new }), ...options });
  const failure = look.error ?? change.error;
  return (
    <>
      <div className={styles.card}>
        <Icon name="calendar" size={18} />
        <div className={styles.lines}>
          <b className="pv-cut" dir="auto">
            {calendar.name}
          </b>
          <span>
            <bdi dir="ltr">{calendar.host}</bdi> · <bdi>{t('signedInAs', { name: calendar.username })}</bdi>
          </span>
          <span>{t(`as.${calendar.component}`)}</span>
        </div>
        <div className={styles.buttons}>
          <Button size="xs" variant="default" loading={look.isPending} onClick={() => look.mutate()}>
            {t('now')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {t('disconnect')}
          </Button>
        </div>
        <Standing calendar={calendar} />
        {calendar.state !== 'new' && (
          <p className={styles.figures}>
            {t('tasks', { count: calendar.tasks, number: number(calendar.tasks) })}
            {calendar.left_out > 0 && ` ${t('leftOut', { count: calendar.left_out, number: number(calendar.left_out) })}`}
          </p>
        )}
        {calendar.component === 'VTODO' && (
          <Checkbox className={styles.whole} label={t('takeNew')} description={t('takeNewHint')} checked={calendar.take_new} disabled={change.isPending} onChange={(event) => change.mutate(event.currentTarget.checked)} />
        )}
        {failure && (
          <div className={styles.whole}>
            <Callout tone="bad" alert>
              {ofError(failure)}
            </Callout>
          </div>
        )}
        {asking && <AskDisconnect calendar={calendar} onKeep={() => setAsking(false)} />}
      </div>
      {calendar.removed.length > 0 && <Removed calendar={calendar} />}
    </>
  );
}

function Standing({ calendar }: { calendar: ConnectedCalendar }) {
  const { t } = useTranslation('caldav');
  const { dateTime } = useFormat();
  const { ofCode } = useTrouble();
  const { state, problem, synced_at, next_at } = calendar;
  if (state === 'ok' || state === 'new') return <p className={styles.standing}>{state === 'ok' && synced_at ? t('state.ok', { when: dateTime(synced_at) }) : t('state.new')}</p>;
  const stopped = state === 'stopped';
  const title = stopped ? t('state.stopped') : next_at ? t('state.trouble', { when: dateTime(next_at) }) : t('state.troubleNow');
  return (
    <div className={styles.whole}>
      <Callout tone={stopped ? 'bad' : 'warn'} title={title} alert>
        <p>{ofCode(problem ?? 'internal', calendar.host)}</p>
        {problem !== null && SIGN_IN.has(problem) && <NewPassword />}
      </Callout>
    </div>
  );
}

function NewPassword() {
  const { t } = useTranslation('caldav');
  const { ofError } = useTrouble();
  const [password, setPassword] = useState('');
  const save = useMutation({ mutationFn: () => http.patch(PATH, { password }), onSuccess: readAgain });
  return (
    <form
      className={styles.mend}
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== '') save.mutate();
      }}
    >
      <PasswordInput
        className={styles.grow}
        label={t('newPassword')}
        dir="ltr"
        autoComplete="off"
        maxLength={500}
        value={password}
        error={save.isError ? ofError(save.error) : undefined}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" disabled={password === ''} loading={save.isPending}>
        {t('savePassword')}
      </Button>
    </form>
  );
}

function AskDisconnect({ calendar, onKeep }: { calendar: ConnectedCalendar; onKeep: () => void }) {
  const { t } = useTranslation('caldav');
  const { ofError } = useTrouble();
  const end = useMutation({ mutationFn: () => http.delete(PATH), onSuccess: readAgain });
  return (
    <div className={styles.whole}>
      <Callout tone="warn" alert>
        <p>{end.isError ? ofError(end.error) : t('askDisconnect', { name: calendar.name })}</p>
        <div className={styles.mend}>
          <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
            {t('disconnect')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" autoFocus onClick={onKeep}>
            {t('keep')}
          </Button>
        </div>
      </Callout>
    </div>
  );
}
