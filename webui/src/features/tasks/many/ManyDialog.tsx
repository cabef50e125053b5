import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Task } from '@/api';
import { FormDialog } from '@/components/FormDialog';
import { DayInput } from '@/features/customers/profile/DayInput';
import { useFormat } from '@/lib/format';
import { useFieldError } from '@/lib/http';

import { PeopleFields } from '../PeopleFields';
import { QuickDays } from '../QuickDays';
import type { Order, useMany } from './useMany';

interface Props {
  action: 'assign' | 'move';
  tasks: Task[];
  many: ReturnType<typeof useMany>;
  onClose: () => void;
  onDone: () => void;
}

/** Asks to whom, or to which day, many tasks go. */
export function ManyDialog({ action, tasks, many, onClose, onDone }: Props) {
  const { t } = useTranslation('tasks');
  const { number } = useFormat();
  const fieldError = useFieldError();
  const [to, setTo] = useState<{ assignee_id: string | null; team_id: string | null }>({ assignee_id: null, team_id: null });
  const [day, setDay] = useState('');
  const [shown, setShown] = useState(0);
  const order: Order = action === 'assign' ? { action, ...to } : { action, due_on: day };
  const ready = action === 'assign' ? to.assignee_id !== null || to.team_id !== null : /^\d{4}-\d{2}-\d{2}$/.test(day);
  const { error, isPending } = many.change;
  const choose = (chosen: string) => {
    setDay(chosen);
    setShown(shown + 1);
  };
  const close = () => {
    many.forget();
    onClose();
  };
  return (
    <FormDialog title={t(`many.${action}Title`, { count: tasks.length, number: number(tasks.length) })} submit={t(`many.${action}Go`)} error={error} busy={isPending} ready={ready} onClose={close} onSubmit={() => many.carry(tasks, order, onDone)}>
      {action === 'assign' ? (
        <PeopleFields value={to} onChange={(changes) => setTo({ ...to, ...changes })} errorOf={(name) => fieldError(error, name)} />
      ) : (
        <>
          <DayInput key={shown} autoFocus label={t('field.due_on')} value={day} error={fieldError(error, 'due_on')} onChange={setDay} />
          <QuickDays day={day} onDay={choose} />
          <p>{t('many.moveText')}</p>
        </>
      )}
    </FormDialog>
  );
}
