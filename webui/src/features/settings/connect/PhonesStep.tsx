import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConnectorCheck, User } from '@/api';
import { Callout, EmptyState } from '@/components';
import { toAscii, useFormat } from '@/lib/format';
import { ApiProblem, http, queryClient, useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from './Connect.module.css';
import { chosenPhones, type Phone, phonesOf } from './phones';

interface Props {
  account: string;
  check: ConnectorCheck;
  onDone: () => void;
}

function useUsers() {
  const { data } = useQuery({
    queryKey: ['users', 'for-phones'],
    queryFn: ({ signal }) => http.get<{ items: User[] }>('/api/users', { signal, query: { limit: 200 } }),
  });
  return (data?.items ?? []).filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }));
}

function PhoneRow({ phone, error, users, onChange }: { phone: Phone; error: string | undefined; users: { value: string; label: string }[]; onChange: (phone: Phone) => void }) {
  const { t } = useTranslation('connect');
  return (
    <div className={styles.phone}>
      <Checkbox
        checked={phone.chosen}
        onChange={(event) => onChange({ ...phone, chosen: event.currentTarget.checked })}
        label={<bdi dir="ltr">{phone.endpoint}</bdi>}
        error={error}
      />
      <TextInput
        aria-label={t('phones.number', { endpoint: phone.endpoint })}
        inputMode="numeric"
        value={phone.number}
        classNames={{ input: page.ltr }}
        onChange={(event) => onChange({ ...phone, number: toAscii(event.target.value).replace(/\D/g, '').slice(0, 20) })}
      />
      <TextInput
        aria-label={t('phones.label', { endpoint: phone.endpoint })}
        value={phone.label}
        maxLength={80}
        onChange={(event) => onChange({ ...phone, label: event.target.value })}
      />
      <Select
        aria-label={t('phones.user', { endpoint: phone.endpoint })}
        placeholder={t('phones.nobody')}
        data={users}
        value={phone.user}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('phones.nobody') }}
        onChange={(user) => onChange({ ...phone, user })}
      />
    </div>
  );
}

/** The phones that were found and whose they may be: to accept, or to correct first. */
export function PhonesStep({ account, check, onDone }: Props) {
  const { t } = useTranslation('connect');
  const { number, list } = useFormatted();
  const text = useProblemText();
  const fieldError = useFieldError();
  const users = useUsers();
  const [phones, setPhones] = useState(() => phonesOf(check));
  const [elsewhere, setElsewhere] = useState(false);
  const chosen = chosenPhones(phones);
  const save = useMutation({
    mutationFn: () => http.post('/api/extensions/found', { account, items: chosen, elsewhere_too: elsewhere }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['extensions'] });
      onDone();
    },
  });
  const taken = save.error instanceof ApiProblem && save.error.fields.some(({ code }) => code === 'endpoint_elsewhere');
  const errorOf = (phone: Phone) => {
    const place = chosen.findIndex(({ endpoint }) => endpoint === phone.endpoint);
    const names = ['endpoint', 'number', 'label', 'user_id'].map((name) => `items.${place}.${name}`);
    return place < 0 ? undefined : names.map((name) => fieldError(save.error, name)).find(Boolean);
  };
  return (
    <div className={page.form}>
      {save.error && <Callout tone="bad" alert title={text(save.error)} />}
      {check.queues.length > 0 && (
        <p>
          {t('phones.queues')} {list(check.queues.map(({ name }) => name))}
        </p>
      )}
      {check.trunks.length > 0 && (
        <p>
          {t('phones.trunks')} {list(check.trunks)}
        </p>
      )}
      {phones.length === 0 ? (
        <EmptyState icon="desk-phone" title={t('phones.none.title')} text={t('phones.none.text')} />
      ) : (
        <>
          <p className={styles.quiet}>{t('phones.text')}</p>
          <div className={styles.phones} role="group" aria-label={t('phones.title')}>
            {phones.map((phone) => (
              <PhoneRow
                key={phone.endpoint}
                phone={phone}
                error={errorOf(phone)}
                users={users}
                onChange={(changed) => setPhones(phones.map((item) => (item.endpoint === phone.endpoint ? changed : item)))}
              />
            ))}
          </div>
        </>
      )}
      {taken && <Checkbox label={t('phones.elsewhere')} checked={elsewhere} onChange={(event) => setElsewhere(event.currentTarget.checked)} />}
      <div className={page.buttons}>
        <Button variant="default" onClick={onDone}>
          {t('phones.skip')}
        </Button>
        {phones.length > 0 && (
          <Button loading={save.isPending} disabled={chosen.length === 0} onClick={() => save.mutate()}>
            {t('phones.accept', { count: chosen.length, shown: number(chosen.length) })}
          </Button>
        )}
      </div>
    </div>
  );
}

function useFormatted() {
  const { number } = useFormat();
  const list = (names: string[]) =>
    names.map((name) => (
      <bdi key={name} className={styles.chip}>
        {name}
      </bdi>
    ));
  return { number, list };
}
