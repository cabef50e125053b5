import { useTranslation } from 'react-i18next';

import { useCustomFields } from '@/features/customers/list/lookups';

export const TARGETS = [
  'name',
  'first_name',
  'last_name',
  'kind',
  'phone',
  'email',
  'organisation',
  'job_title',
  'city',
  'country',
  'language',
  'time_zone',
  'stage',
  'tags',
  'owner',
  'note',
] as const;

const CUSTOM = 'fields.';
// The hub's names for all numbers and all mails of a row.
const SEVERAL: Record<string, string> = { phones: 'phone', emails: 'email' };

/** What a column can be, in words; custom fields by what they were named. */
export function useTargets() {
  const { t } = useTranslation('imports');
  const fields = useCustomFields();
  const known = TARGETS.map((value) => ({ value, label: t(`target.${value}`) }));
  const own = fields.filter(({ archived }) => !archived).map(({ key, label }) => ({ value: CUSTOM + key, label }));
  const nameOf = (target: string) => [...known, ...own].find(({ value }) => value === (SEVERAL[target] ?? target))?.label ?? target.replace(CUSTOM, '');
  return { known, own, nameOf };
}
