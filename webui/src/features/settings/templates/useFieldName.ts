import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { TemplateField } from '@/api';

import { useTemplateFields } from './useTemplates';

/** What a field is called: the hub's own in the reader's language, the organisation's by their labels. */
export function useFieldName(): (field: TemplateField) => string {
  const { t } = useTranslation('templates');
  return useCallback((field: TemplateField) => field.label ?? t(`field.${field.name.replace('.', '_')}`, { defaultValue: field.name }), [t]);
}

/** The same by a field's key; a key that there is not is told as it is. */
export function useFieldNames(): (key: string) => string {
  const fields = useTemplateFields();
  const nameOf = useFieldName();
  const names = useMemo(() => new Map(fields.map((field) => [field.name, nameOf(field)])), [fields, nameOf]);
  return useCallback((key: string) => names.get(key) ?? key, [names]);
}
