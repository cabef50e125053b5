import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CustomerKind, CustomerRow } from '@/api';
import { Avatar, Icon, PhoneNumber } from '@/components';
import { dirOf } from '@/components/dirOf';
import { toAscii } from '@/lib/format';

import styles from './CustomerPicker.module.css';
import { useCustomers } from './useCustomers';

const SHOWN = 6;
const ENOUGH = 2;

interface Props {
  label: string;
  busy: boolean;
  onChoose: (customerId: string) => void;
  /** Somebody who is not meant. */
  omit?: string;
  kind?: CustomerKind;
}

/** Finds one customer by any part of a name, number or mail. */
export function CustomerPicker({ label, busy, onChoose, omit, kind }: Props) {
  const { t } = useTranslation('customers');
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(toAscii(text).trim(), 200);
  const asked = settled.length >= ENOUGH;
  const { data, isFetching } = useCustomers(asked ? settled : '');
  const fitting = (data?.pages[0]?.items ?? []).filter((row) => row.id !== omit && (!kind || row.kind === kind));
  const rows = asked ? fitting.slice(0, SHOWN) : [];
  return (
    <div className={styles.picker}>
      <TextInput
        label={label}
        placeholder={t('search')}
        leftSection={<Icon name="search" />}
        value={text}
        dir={dirOf(text)}
        autoFocus
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={styles.rows}>
        {rows.map((row) => (
          <li key={row.id}>
            <Choice row={row} busy={busy} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      <p role="status" className={styles.hint}>
        {!asked && t('picker.hint')}
        {asked && rows.length === 0 && !isFetching && t('picker.none')}
      </p>
    </div>
  );
}

function Choice({ row, busy, onChoose }: { row: CustomerRow; busy: boolean; onChoose: (id: string) => void }) {
  const organisation = row.organisation;
  return (
    <button type="button" className={styles.row} disabled={busy} onClick={() => onChoose(row.id)}>
      <Avatar name={row.name} initials={row.initials} size={28} square={row.kind === 'organisation'} />
      <span className={styles.lines}>
        <span className="pv-cut">
          <b>{row.name}</b> {organisation && <span className={styles.aside}>{organisation}</span>}
        </span>
        {row.number && (
          <span className={`${styles.aside} pv-cut`}>
            <PhoneNumber number={row.number} />
          </span>
        )}
      </span>
    </button>
  );
}
