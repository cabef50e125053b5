import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useDispositionName, useDispositions } from './useDispositions';

/** Narrows a list of calls to one result, or to a group of them; archived ones too, for calls of the past have them. */
export function DispositionFilter({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useTranslation('dispositions');
  const nameOf = useDispositionName();
  const { dispositions } = useDispositions();
  if (dispositions.length === 0) return null;
  const tops = dispositions.filter(({ parent_id }) => parent_id === null);
  const data = tops.map((top) => {
    const under = dispositions.filter(({ parent_id }) => parent_id === top.id);
    const own = { value: top.id, label: nameOf(top) };
    if (under.length === 0) return own;
    const items = under.map((one) => ({ value: one.id, label: nameOf(one) }));
    return { group: nameOf(top), items: [{ value: top.id, label: t('allOf', { name: nameOf(top) }) }, ...items] };
  });
  return (
    <NativeSelect
      size="xs"
      aria-label={t('title')}
      data={[{ value: '', label: t('any') }, ...data]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
