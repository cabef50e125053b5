import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';

import styles from './Imports.module.css';
import type { ImportChange, Reading } from './types';

const ENCODINGS = ['utf-8', 'utf-16-le', 'utf-16-be', 'cp1256', 'cp1252'] as const;
const DELIMITERS = [',', ';', '\t', '|'];
const DELIMITER_KEYS = ['comma', 'semicolon', 'tab', 'bar'] as const;
const CALENDARS = ['auto', 'jalali', 'gregorian'] as const;
const ORDERS = ['auto', 'ymd', 'dmy', 'mdy'] as const;
const HEADER_ROWS = 12;

interface Props {
  reading: Reading;
  busy: boolean;
  onChange: (reading: NonNullable<ImportChange['reading']>) => void;
}

/** How the file is read; each change reads it again. */
export function ReadingForm({ reading, busy, onChange }: Props) {
  const { t } = useTranslation('imports');
  const { digits } = useFormat();
  const rows = Array.from({ length: Math.max(HEADER_ROWS, reading.header_row) + 1 }, (_, row) => ({
    value: String(row),
    label: row === 0 ? t('reading.noHeader') : digits(row),
  }));
  const field = (name: 'encoding' | 'delimiter' | 'sheet' | 'header_row' | 'calendar' | 'date_order', data: { value: string; label: string }[]) => (
    <NativeSelect
      label={t(`reading.${name}`)}
      data={data}
      value={String(reading[name] ?? '')}
      disabled={busy}
      onChange={({ currentTarget: { value } }) => onChange({ [name]: name === 'header_row' ? Number(value) : value })}
    />
  );
  const csv = reading.format === 'csv';
  return (
    <div className={styles.fields} aria-busy={busy}>
      {csv && field('encoding', ENCODINGS.map((value) => ({ value, label: t(`reading.encodings.${value}`) })))}
      {csv && field('delimiter', DELIMITERS.map((value, index) => ({ value, label: t(`reading.delimiters.${DELIMITER_KEYS[index] ?? 'comma'}`) })))}
      {!csv && reading.sheets.length > 1 && field('sheet', reading.sheets.map((value) => ({ value, label: value })))}
      {field('header_row', rows)}
      {field('calendar', CALENDARS.map((value) => ({ value, label: t(`reading.calendars.${value}`) })))}
      {field('date_order', ORDERS.map((value) => ({ value, label: t(`reading.orders.${value}`) })))}
    </div>
  );
}
