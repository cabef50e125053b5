import type { Calendar, Task } from '@/api';

/** The ways to come again that are offered by name; `own` is any other rule. */
export type Repeat = 'never' | 'daily' | 'workdays' | 'weekly' | 'fortnightly' | 'monthly' | 'yearly' | 'own';
export const REPEATS: Repeat[] = ['never', 'daily', 'workdays', 'weekly', 'fortnightly', 'monthly', 'yearly'];

const WORKDAYS: Record<Calendar, string> = { jalali: 'SA,SU,MO,TU,WE', gregorian: 'MO,TU,WE,TH,FR' };

/** The rule for a named way, in the reader's calendar; the hub adds what follows from the day. */
export function ruleOf(repeat: Repeat, calendar: Calendar): string | null {
  const months = calendar === 'jalali' ? 'RSCALE=PERSIAN;' : '';
  switch (repeat) {
    case 'daily':
      return 'FREQ=DAILY';
    case 'workdays':
      return `FREQ=WEEKLY;BYDAY=${WORKDAYS[calendar]}`;
    case 'weekly':
      return 'FREQ=WEEKLY';
    case 'fortnightly':
      return 'FREQ=WEEKLY;INTERVAL=2';
    case 'monthly':
      return `${months}FREQ=MONTHLY;SKIP=BACKWARD`.replace(/^FREQ/, 'RSCALE=GREGORIAN;FREQ');
    case 'yearly':
      return `${months}FREQ=YEARLY;SKIP=BACKWARD`.replace(/^FREQ/, 'RSCALE=GREGORIAN;FREQ');
    default:
      return null;
  }
}

const partsOf = (rule: string) => new Map(rule.split(';').map((part) => part.split('=', 2) as [string, string]));
const days = (list: string) => list.split(',').sort().join();

/** Which of the named ways a rule is. Days that only repeat the day it is due on are taken as said. */
export function repeatOf(rule: string | null): Repeat {
  if (rule === null) return 'never';
  const parts = partsOf(rule);
  const [freq, interval, byDay] = [parts.get('FREQ'), parts.get('INTERVAL') ?? '1', parts.get('BYDAY') ?? ''];
  if (['COUNT', 'UNTIL', 'WKST'].some((name) => parts.has(name))) return 'own';
  if (freq === 'DAILY' && interval === '1') return 'daily';
  if (freq === 'WEEKLY') {
    if (Object.values(WORKDAYS).some((list) => days(list) === days(byDay)) && interval === '1') return 'workdays';
    if (byDay.includes(',')) return 'own';
    return ({ 1: 'weekly', 2: 'fortnightly' } as Record<string, Repeat>)[interval] ?? 'own';
  }
  const plain = interval === '1' && byDay === '' && !/[,-]/.test(`${parts.get('BYMONTHDAY') ?? ''}${parts.get('BYMONTH') ?? ''}`);
  if (plain && freq === 'MONTHLY') return 'monthly';
  return plain && freq === 'YEARLY' ? 'yearly' : 'own';
}

/** Reminders that are offered: minutes before it is due. */
export const REMINDERS = [0, 10, 30, 60, 180, 1440, 2880];

/** True where the task's day comes by a rule. */
export const comesAgain = (task: Task): boolean => task.rrule !== null;
