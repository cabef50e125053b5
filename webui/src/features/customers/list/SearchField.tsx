import { CloseButton, TextInput } from '@mantine/core';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { dirOf } from '@/components/dirOf';

import styles from './ListPage.module.css';

interface Props {
  ref: Ref<HTMLInputElement>;
  value: string;
  onChange: (value: string) => void;
}

/** Finds by any part of a name, number or mail; Escape empties it. */
export function SearchField({ ref, value, onChange }: Props) {
  const { t } = useTranslation(['customers', 'lists']);
  return (
    <TextInput
      ref={ref}
      className={styles.search}
      type="search"
      aria-label={t('customers:searchLabel')}
      placeholder={t('customers:search')}
      leftSection={<Icon name="search" />}
      rightSection={value !== '' && <CloseButton size="sm" aria-label={t('lists:clearSearch')} onClick={() => onChange('')} />}
      value={value}
      dir={dirOf(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
