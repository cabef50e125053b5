import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CustomField } from '@/api';
import { FormDialog } from '@/components/FormDialog';
import { useFieldError } from '@/lib/http';

import page from '../page.module.css';
import { useSaving } from '../useSaving';
import { OptionRows } from './OptionRows';
import { optionRow, optionsOf } from './options';
import { APPLIES, type FieldKind, KINDS } from './useFields';

function useForm(field: CustomField | null) {
  const [label, setLabel] = useState(field?.label ?? '');
  const [kind, setKind] = useState<FieldKind>((field?.kind) ?? 'text');
  const [key, setKey] = useState('');
  const [applies, setApplies] = useState<string>(field?.applies_to ?? 'both');
  const [rows, setRows] = useState(() => (field?.options ?? []).map(optionRow));
  const body = () => {
    const { options, renamed } = optionsOf(rows);
    const common = { label: label.trim(), applies_to: applies };
    if (!field) return { ...common, kind, key: key.trim() || null, options: kind === 'choice' ? options : [] };
    return kind === 'choice' ? { ...common, options, renamed } : common;
  };
  return { label, setLabel, kind, setKind, key, setKey, applies, setApplies, rows, setRows, body };
}

/** Adds a custom field, or changes one; its kind and key stay. */
export function FieldDialog({ field, onClose }: { field: CustomField | null; onClose: () => void }) {
  const { t } = useTranslation(['fields']);
  const fieldError = useFieldError();
  const form = useForm(field);
  const save = useSaving('/api/fields', 'fields', field, onClose);
  const submit = () => {
    save.mutate(form.body());
  };
  return (
    <FormDialog title={field ? t('fields:editOne', { name: field.label }) : t('fields:add')} error={save.error} busy={save.isPending} onClose={onClose} onSubmit={submit}>
      <TextInput
        label={t('fields:field.label')}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={80}
        value={form.label}
        error={fieldError(save.error, 'label')}
        onChange={(event) => form.setLabel(event.target.value)}
      />
      <Select
        label={t('fields:field.kind')}
        data={KINDS.map((value) => ({ value, label: t(`fields:kind.${value}`) }))}
        value={form.kind}
        disabled={field !== null}
        allowDeselect={false}
        onChange={(kind) => form.setKind((kind) ?? form.kind)}
      />
      {form.kind === 'choice' && <OptionRows rows={form.rows} error={save.error} onRows={form.setRows} />}
      <Select
        label={t('fields:field.applies')}
        data={APPLIES.map((value) => ({ value, label: t(`fields:applies.${value}`) }))}
        value={form.applies}
        allowDeselect={false}
        onChange={(applies) => form.setApplies(applies ?? form.applies)}
      />
      <TextInput
        label={t('fields:field.key')}
        description={t('fields:keyText')}
        disabled={field !== null}
        maxLength={40}
        value={field?.key ?? form.key}
        error={fieldError(save.error, 'key')}
        classNames={{ input: page.ltr }}
        onChange={(event) => form.setKey(event.target.value)}
      />
    </FormDialog>
  );
}
