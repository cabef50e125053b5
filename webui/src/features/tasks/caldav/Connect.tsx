import { Button, Checkbox, PasswordInput, Radio, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { FoundCalendar, FoundCalendars } from '@/api';
import { Callout } from '@/components';
import { http, useFieldError } from '@/lib/http';

import styles from './Connection.module.css';
import { Steps } from './Steps';
import { PATH, readAgain } from './useCalendar';
import { useTrouble } from './useTrouble';

/** Where the calendars are, who asks there, and which of them it is to be. */
export function Connect() {
  const { t } = useTranslation('caldav');
  const fieldError = useFieldError();
  const { ofError } = useTrouble();
  const [given, setGiven] = useState({ address: '', username: '', password: '' });
  const find = useMutation({ mutationFn: () => http.post<FoundCalendars>(`${PATH}/find`, given) });
  const ready = Object.values(given).every((value) => value.trim() !== '');
  const field = (name: keyof typeof given) => ({
    value: given[name],
    dir: 'ltr' as const,
    error: fieldError(find.error, name),
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      setGiven({ ...given, [name]: event.currentTarget.value });
      find.reset();
    },
  });
  return (
    <>
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !find.isPending) find.mutate();
        }}
      >
        <TextInput label={t('address')} description={t('addressHint')} maxLength={1000} {...field('address')} />
        <TextInput label={t('username')} maxLength={200} autoComplete="off" {...field('username')} />
        <PasswordInput label={t('password')} description={t('passwordHint')} maxLength={500} autoComplete="off" {...field('password')} />
        <Button type="submit" className={styles.go} disabled={!ready} loading={find.isPending} variant={find.data?.calendars.length ? 'default' : 'filled'}>
          {t('find')}
        </Button>
      </form>
      {find.isError && (
        <Callout tone="bad" alert>
          {ofError(find.error)}
        </Callout>
      )}
      {find.data && <Steps found={find.data} />}
      {find.data && find.data.calendars.length > 0 && <Choose calendars={find.data.calendars} username={given.username} password={given.password} />}
    </>
  );
}

interface ChooseProps {
  calendars: FoundCalendar[];
  username: string;
  password: string;
}

function Choose({ calendars, username, password }: ChooseProps) {
  const { t } = useTranslation('caldav');
  const { ofError } = useTrouble();
  const usable = calendars.filter((one) => one.writable);
  const [url, setUrl] = useState((usable.find((one) => one.components[0] === 'VTODO') ?? usable[0])?.url ?? '');
  const [takeNew, setTakeNew] = useState(false);
  const component = calendars.find((one) => one.url === url)?.components[0];
  const connect = useMutation({
    mutationFn: () => http.post(PATH, { address: url, username, password, component, take_new: takeNew && component === 'VTODO' }),
    onSuccess: readAgain,
  });
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        if (component) connect.mutate();
      }}
    >
      <Radio.Group label={t('choose')} value={url} onChange={setUrl}>
        <ul className={styles.list}>
          {calendars.map((one) => (
            <li key={one.url} className={styles.row}>
              <Radio
                value={one.url}
                disabled={!one.writable}
                label={<bdi>{one.name}</bdi>}
                description={one.writable ? t(`as.${one.components[0] ?? 'VTODO'}`) : t('readOnly')}
              />
            </li>
          ))}
        </ul>
      </Radio.Group>
      {component === 'VTODO' && <Checkbox label={t('takeNew')} description={t('takeNewHint')} checked={takeNew} onChange={(event) => setTakeNew(event.currentTarget.checked)} />}
      {connect.isError && (
        <Callout tone="bad" alert>
          {ofError(connect.error)}
        </Callout>
      )}
      <Button type="submit" className={styles.go} disabled={!component} loading={connect.isPending}>
        {t('connect')}
      </Button>
    </form>
  );
}
