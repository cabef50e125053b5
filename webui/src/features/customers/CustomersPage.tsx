import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { Icon, Kbd, PageHeader } from '@/components';
import { dirOf } from '@/components/dirOf';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { useCan } from '@/lib/session';

import { CreateCustomer } from './CreateCustomer';
import { CustomerList } from './CustomerList';
import styles from './CustomersPage.module.css';

/** All customers, found by any part of a name, number or mail. */
export function CustomersPage() {
  const { t } = useTranslation('customers');
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(params.get('q') ?? '');
  const [settled] = useDebouncedValue(text, 200);
  const [creating, create] = useDisclosure(false);
  const writes = useCan('customers:write');
  const bindings = useMemo<KeyBinding[]>(
    () => (writes ? [{ code: 'KeyC', label: t('new'), run: create.open }] : []),
    [writes, t, create.open],
  );
  useKeys('page', bindings);
  const search = (value: string) => {
    setText(value);
    setParams(value ? { q: value } : {}, { replace: true });
  };
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')}>
        <TextInput
          className={styles.search}
          type="search"
          aria-label={t('searchLabel')}
          placeholder={t('search')}
          leftSection={<Icon name="search" />}
          value={text}
          dir={dirOf(text)}
          onChange={(event) => search(event.currentTarget.value)}
        />
        {writes && (
          <Button leftSection={<Icon name="plus" />} rightSection={<Kbd on="accent">C</Kbd>} onClick={create.open}>
            {t('new')}
          </Button>
        )}
      </PageHeader>
      <CustomerList text={settled} onCreate={writes ? create.open : null} />
      {creating && <CreateCustomer initial={text} onClose={create.close} />}
    </div>
  );
}
