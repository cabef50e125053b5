import { useState } from 'react';

import { addDays, dayKey, useFormat } from '@/lib/format';
import { hubNow } from '@/lib/clock';
import { keep, readKept } from '@/lib/kept';
import { useSession } from '@/lib/session';

import { useMakeTask } from './actions';

/** The days offered by name, and how far ahead they are. */
export const DAYS = { today: 0, tomorrow: 1, nextWeek: 7 } as const;
export type NamedDay = keyof typeof DAYS;

/** What came of a talk, as far as it is written down. `day`: a named one, or a date typed by hand. */
export interface Step {
  title: string;
  day: NamedDay | { on: string };
  time: string | null;
  promise: boolean;
}

/** What it came from; its customer is then known by itself. */
export interface Origin {
  callId?: string;
  customerId?: string;
}

/** A follow-up being written: a call's outlives a reload, so that nothing half-typed is lost with the tab. */
export function useFollowUp({ callId, customerId }: Origin, usual: Pick<Step, 'day' | 'promise'>) {
  const { style } = useFormat();
  const me = useSession()?.user.id ?? '';
  const make = useMakeTask();
  const [step, setStep] = useState<Step>(() => (callId ? (readKept('step', me, callId) as Step | null) : null) ?? { title: '', time: null, ...usual });
  const write = (next: Step) => {
    setStep(next);
    if (callId) keep('step', me, callId, next.title.trim() === '' ? null : next);
  };
  const typed = step.title.trim() !== '';
  const dueOn = () => (typeof step.day === 'string' ? addDays(dayKey(new Date(hubNow()).toISOString(), style.timeZone), DAYS[step.day]) : step.day.on);
  const save = async () => {
    const { title, time: due_time, promise } = step;
    const origin = callId ? { call_id: callId } : { customer_id: customerId };
    await make.mutateAsync({ title: title.trim(), due_on: dueOn(), due_time, promise, assignee_id: me, ...origin });
    write({ ...step, title: '', time: null });
  };
  return {
    step,
    typed,
    make,
    save,
    ready: typed && !make.isPending,
    change: (changes: Partial<Step>) => write({ ...step, ...changes }),
    clear: () => write({ ...step, title: '' }),
  };
}
