import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useFieldError } from '@/lib/http';

import { moved } from '../lines/form';
import { MoveButtons } from '../MoveButtons';
import page from '../page.module.css';
import styles from './Fields.module.css';
import { optionRow, type OptionRow } from './options';

interface Props {
  rows: OptionRow[];
  error: unknown;
  onRows: (rows: OptionRow[]) => void;
}

/** What a choice offers; a renamed option takes its customers along. */
export function OptionRows({ rows, error, onRows }: Props) {
  const { t } = useTranslation('fields');
  const problem = useFieldError()(error, 'options');
  return (
    <fieldset className={styles.options}>
      <legend>{t('field.options')}</legend>
      <p className={page.aside}>{t('optionsText')}</p>
      {rows.map((row, index) => (
        <div key={row.key} className={styles.option}>
          <TextInput
            size="xs"
            maxLength={80}
            aria-label={t('option', { number: index + 1 })}
            value={row.name}
            onChange={(event) => onRows(rows.map((one) => (one === row ? { ...one, name: event.target.value } : one)))}
          />
          <MoveButtons name={row.name || t('option', { number: index + 1 })} index={index} count={rows.length} onMove={(to) => onRows(moved(rows, index, to))} />
          <ActionIcon aria-label={t('removeOption', { name: row.name || index + 1 })} onClick={() => onRows(rows.filter((one) => one !== row))}>
            <Icon name="x" />
          </ActionIcon>
        </div>
      ))}
      {problem && <p className={styles.problem} role="alert">{problem}</p>}
      <Button variant="default" size="xs" leftSection={<Icon name="plus" />} disabled={rows.length >= 50} onClick={() => onRows([...rows, optionRow()])}>
        {t('addOption')}
      </Button>
    </fieldset>
  );
}
