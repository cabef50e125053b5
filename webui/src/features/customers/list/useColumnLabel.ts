import { useTranslation } from 'react-i18next';

import type { ColumnKey } from './columns';
import { useCustomFields } from './lookups';

const CUSTOM = 'fields.';

/** A column's words; a custom field's are those its makers gave it. */
export function useColumnLabel(): (key: ColumnKey) => string {
  const { t } = useTranslation('lists');
  const fields = useCustomFields();
  return (key) => {
    if (!isCustom(key)) return t(`column.${key}`);
    const name = key.slice(CUSTOM.length);
    return fields.find((field) => field.key === name)?.label ?? name;
  };
}

function isCustom(key: ColumnKey): key is `fields.${string}` {
  return key.startsWith(CUSTOM);
}
