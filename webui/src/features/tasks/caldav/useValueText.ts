import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';

/** A value of a task's field as a calendar and the hub compare it, for people: days and moments in their own calendar. */
export function useValueText() {
  const { t, i18n } = useTranslation('caldav');
  const { day, dateTime } = useFormat();
  return (field: string, value: string) => {
    if (value === '') return t('records.empty');
    if (field === 'due') return value.includes('T') ? dateTime(value) : day(`${value}T12:00:00`);
    return field === 'priority' || field === 'state' ? i18n.t(`records.${field}.${value}`, { ns: 'caldav', defaultValue: value }) : value;
  };
}
