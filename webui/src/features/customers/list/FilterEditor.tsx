import { Button, NativeSelect, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFields } from './fieldKinds';
import { type Condition, isComplete, type Op, takesList, takesValue } from './filter';
import styles from './FilterBar.module.css';
import type { FilterField } from './types';
import { ValueField } from './ValueField';

const BLANK: Condition = { field: '', op: 'is' };

function startOf(field: FilterField): Condition {
  const op = field.ops[0] ?? 'is';
  return { field: field.field, op, value: takesList(op) ? [] : field.kind === 'flag' ? true : '' };
}

/** The value that still means something under another operator. */
function carried(value: Condition['value'], from: Op, to: Op): Condition['value'] {
  if (!takesValue(to)) return undefined;
  if (takesList(to)) return Array.isArray(value) ? value : typeof value === 'string' && value !== '' ? [value] : [];
  if (takesList(from)) return Array.isArray(value) ? (value[0] ?? '') : '';
  return (from === 'within_days') === (to === 'within_days') ? (value ?? '') : '';
}

/** One condition: a field, what of it, and a value of the field's kind. */
export function FilterEditor({ initial, onDone }: { initial: Condition | null; onDone: (condition: Condition | null) => void }) {
  const { t } = useTranslation(['lists', 'common']);
  const { fields, find, label } = useFields();
  const [draft, setDraft] = useState<Condition>(initial ?? BLANK);
  const field = find(draft.field);
  const complete = isComplete(draft);
  const submit = () => complete && onDone(takesValue(draft.op) ? draft : { field: draft.field, op: draft.op });
  return (
    <form className={styles.editor} onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}>
      <Select
        label={t('lists:filter.field')}
        data={fields.map((one) => ({ value: one.field, label: label(one.field) }))}
        value={draft.field || null}
        searchable
        data-autofocus={initial === null || undefined}
        allowDeselect={false}
        nothingFoundMessage={t('lists:filter.noField')}
        comboboxProps={{ withinPortal: false }}
        maxDropdownHeight={240}
        onChange={(name) => {
          const next = find(name ?? '');
          if (next) setDraft(startOf(next));
        }}
      />
      {field && (
        <>
          <NativeSelect
            aria-label={t('lists:filter.op')}
            data={field.ops.map((op) => ({ value: op, label: t(`lists:op.${op}`) }))}
            value={draft.op}
            onChange={(event) => {
              const op = event.currentTarget.value as Op;
              setDraft({ field: draft.field, op, value: carried(draft.value, draft.op, op) });
            }}
          />
          {takesValue(draft.op) && (
            <ValueField key={`${draft.field} ${draft.op}`} condition={draft} kind={field.kind} onChange={(value) => setDraft({ ...draft, value })} />
          )}
        </>
      )}
      <div className={styles.actions}>
        <Button type="submit" size="xs" disabled={!complete}>
          {t('lists:filter.apply')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => onDone(null)}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </form>
  );
}
