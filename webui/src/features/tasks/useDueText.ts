import { useTranslation } from 'react-i18next';

import type { Task } from '@/api';
import { dayKey, formatDay, formatWeekday, useFormat } from '@/lib/format';
import { hubNow } from '@/lib/clock';

const NEAR_DAYS = 6;

/** When a task is due, in short: a clock time today, else its day. */
export function useDueText(): (task: Task, today?: boolean) => string {
  const { t } = useTranslation(['tasks', 'common']);
  const { style, time, when, dateTime } = useFormat();
  return (task, today = false) => {
    if (task.state !== 'open' && task.closed_at) return when(task.closed_at);
    if (task.due_on === null) return '';
    if (task.due_at) return today ? time(task.due_at) : dateTime(task.due_at);
    if (today) return t('tasks:anyTime');
    const noon = `${task.due_on}T12:00:00Z`;
    const here = dayKey(new Date(hubNow()).toISOString(), style.timeZone);
    const ahead = Math.round((Date.parse(`${task.due_on}T00:00:00Z`) - Date.parse(`${here}T00:00:00Z`)) / 86_400_000);
    if (ahead === 1) return t('common:day.tomorrow');
    if (ahead === -1) return t('common:day.yesterday');
    const utc = { ...style, timeZone: 'UTC' };
    return ahead > 0 && ahead <= NEAR_DAYS ? formatWeekday(noon, utc) : formatDay(noon, utc);
  };
}
