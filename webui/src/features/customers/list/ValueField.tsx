import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { dirOf } from '@/components/dirOf';
import { parseDay, toAscii, typedDay, useFormat } from '@/lib/format';

import { useFields } from './fieldKinds';
import { type Condition, takesList, type Value } from './filter';
import type { FieldKind } from './types';

interface Props {
  condition: Condition;
  kind: FieldKind;
  onChange: (value: Value) => void;
}

const CHOSEN: readonly FieldKind[] = ['choice', 'person', 'tags', 'flag'];

/** The value of a condition, entered as its field's kind wants it. */
export function ValueField({ condition, kind, onChange }: Props) {
  const { t } = useTranslation('lists');
  const { choices } = useFields();
  const { op, value, field } = condition;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const data = choices(field);
  const shared = { 'aria-label': t('filter.value'), comboboxProps: { withinPortal: false }, maxDropdownHeight: 200, data };
  if (takesList(op) && data.length > 0)
    return <MultiSelect {...shared} searchable hidePickedOptions value={Array.isArray(value) ? value : []} onChange={onChange} />;
  if (takesList(op)) return <Words value={Array.isArray(value) ? value : []} onChange={onChange} />;
  if (op === 'within_days' || kind === 'number') return <NumberField days={op === 'within_days'} initial={text} onChange={onChange} />;
  if (kind === 'date') return <DayField initial={text} onChange={onChange} />;
  if (kind === 'flag') return <Select {...shared} allowDeselect={false} value={String(value)} onChange={(chosen) => onChange(chosen === 'true')} />;
  if (CHOSEN.includes(kind) && data.length > 0 && op !== 'contains' && op !== 'starts')
    return <Select {...shared} searchable allowDeselect={false} value={text || null} onChange={(chosen) => onChange(chosen ?? '')} />;
  return <TextInput aria-label={t('filter.value')} placeholder={t('filter.value')} value={text} dir={dirOf(text)} maxLength={200} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function Words({ value, onChange }: { value: string[]; onChange: (value: Value) => void }) {
  const { t } = useTranslation('lists');
  const [text, setText] = useState(value.join(t('comma')));
  const read = (typed: string) => {
    setText(typed);
    onChange(typed.split(/[,،;\n]/).map((word) => word.trim()).filter(Boolean));
  };
  return <TextInput aria-label={t('filter.value')} description={t('filter.words')} value={text} dir={dirOf(text)} onChange={(event) => read(event.currentTarget.value)} />;
}

function NumberField({ days, initial, onChange }: { days: boolean; initial: string; onChange: (value: Value) => void }) {
  const { t } = useTranslation('lists');
  const [text, setText] = useState(initial);
  const read = (typed: string) => {
    setText(typed);
    const plain = toAscii(typed).trim();
    const valid = days ? /^\d{1,5}$/.test(plain) : /^-?\d+(\.\d+)?$/.test(plain);
    onChange(valid ? Number(plain) : '');
  };
  return (
    <TextInput
      aria-label={t('filter.value')}
      inputMode="decimal"
      rightSection={days && <span>{t('filter.days')}</span>}
      rightSectionWidth={56}
      value={text}
      onChange={(event) => read(event.currentTarget.value)}
    />
  );
}

function DayField({ initial, onChange }: { initial: string; onChange: (value: Value) => void }) {
  const { t } = useTranslation('lists');
  const { style, digits, day } = useFormat();
  const [text, setText] = useState(() => (initial ? digits(typedDay(initial.slice(0, 10), style.calendar)) : ''));
  const found = parseDay(text);
  const read = (typed: string) => {
    setText(typed);
    onChange(parseDay(typed) ?? '');
  };
  return (
    <TextInput
      aria-label={t('filter.value')}
      inputMode="numeric"
      dir="ltr"
      placeholder={digits(style.calendar === 'jalali' ? '1405/09/03' : '2026/11/24')}
      description={found ? day(`${found}T12:00:00Z`) : t('filter.dayHint')}
      inputWrapperOrder={['input', 'description']}
      value={text}
      onChange={(event) => read(event.currentTarget.value)}
    />
  );
}
