import { Button } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Task } from '@/api';
import { Avatar, Chip, Icon } from '@/components';
import { TeamChip } from '@/components/TeamChip';
import { useFormat } from '@/lib/format';
import { useCan, useSession } from '@/lib/session';

import styles from './Tasks.module.css';
import { useDueText } from './useDueText';

interface Props {
  task: Task;
  late: boolean;
  today: boolean;
  current: boolean;
  /** Chosen or not; null while none can be. */
  chosen: boolean | null;
  onTick: (upTo: boolean) => void;
  onFocus: () => void;
  onFinish: () => void;
  onTake: (me: string) => void;
  onOpen: () => void;
}

const isOwn = (event: KeyboardEvent) => event.target === event.currentTarget;

/** One task: done at the start, what and for whom, when at the end. */
export function TaskRow({ task, late, today, current, chosen, onTick, onFocus, onFinish, onTake, onOpen }: Props) {
  const me = useSession()?.user.id;
  const writes = useCan('tasks:write');
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOwn(event)) return;
    if (event.code === 'Space' && chosen !== null) onTick(event.shiftKey);
    else if (event.code === 'Space' && writes) onFinish();
    else if (event.code === 'Enter') onOpen();
    else return;
    event.preventDefault();
  };
  const closed = task.state !== 'open';
  return (
    <li className={styles.row} tabIndex={current ? 0 : -1} aria-current={current} data-closed={closed} data-chosen={chosen} onFocus={onFocus} onKeyDown={onKeyDown}>
      {chosen === null ? <DoneButton task={task} onFinish={onFinish} disabled={!writes} /> : <Tick task={task} chosen={chosen} onTick={onTick} />}
      <div className={styles.main}>
        <span className={styles.line}>
          <button type="button" className={styles.title} tabIndex={current ? 0 : -1} onClick={onOpen}>
            <span className="pv-cut" dir="auto">
              {task.title}
            </span>
          </button>
          <Marks task={task} />
        </span>
        <Aside task={task} />
      </div>
      {me !== undefined && writes && !closed && task.assignee === null ? (
        <TakeButton task={task} onTake={() => onTake(me)} />
      ) : (
        task.assignee && task.assignee.id !== me && <Who name={task.assignee.name} />
      )}
      <Due task={task} late={late} today={today} />
    </li>
  );
}

function TakeButton({ task, onTake }: { task: Task; onTake: () => void }) {
  const { t } = useTranslation('tasks');
  return (
    <Button size="compact-xs" variant="default" onClick={onTake} aria-label={t('takeOne', { title: task.title })}>
      {t('take')}
    </Button>
  );
}

function DoneButton({ task, onFinish, disabled }: { task: Task; onFinish: () => void; disabled: boolean }) {
  const { t } = useTranslation('tasks');
  const done = task.state === 'done';
  return (
    <button type="button" className={styles.done} role="checkbox" aria-checked={done} aria-label={t('doneOne', { title: task.title })} tabIndex={-1} disabled={disabled} onClick={onFinish}>
      <Icon name={task.state === 'cancelled' ? 'x' : 'check'} size={14} />
    </button>
  );
}

/** A button and no input: the page's keys go on while it has the focus. */
function Tick({ task, chosen, onTick }: { task: Task; chosen: boolean; onTick: (upTo: boolean) => void }) {
  const { t } = useTranslation('tasks');
  return (
    <button type="button" className={styles.tick} role="checkbox" aria-checked={chosen} aria-label={t('many.one', { title: task.title })} tabIndex={-1} onClick={(event) => onTick(event.shiftKey)}>
      <Icon name="check" size={12} />
    </button>
  );
}

function Marks({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  return (
    <>
      {task.promise && (
        <Chip tone="warn" icon="clock-exclamation">
          {t('promise')}
        </Chip>
      )}
      {(task.priority === 'urgent' || task.priority === 'high') && (
        <Chip tone={task.priority === 'urgent' ? 'bad' : 'line'} icon="flag-3">
          {t(`priority.${task.priority}`)}
        </Chip>
      )}
      {task.state === 'cancelled' && <Chip tone="line">{t('state.cancelled')}</Chip>}
    </>
  );
}

function Aside({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const reads = useCan('customers:read');
  const { customer, team } = task;
  return (
    <span className={styles.aside}>
      {customer && (
        <span className={styles.customer}>
          <Icon name="user" size={14} />
          {reads ? (
            <Link to={`/customers/${customer.id}`} tabIndex={-1} dir="auto">
              {customer.name}
            </Link>
          ) : (
            <bdi>{customer.name}</bdi>
          )}
        </span>
      )}
      {team && <TeamChip name={team.name} colour={team.colour} />}
      {task.rrule && <Icon name="refresh" size={14} label={t('comesAgain')} />}
      {task.remind_at && !task.reminded_at && task.state === 'open' && <Icon name="bell" size={14} label={t('reminds')} />}
      {task.comments > 0 && <Comments count={task.comments} />}
      {!customer && !team && task.text && (
        <span className="pv-cut" dir="auto">
          {task.text}
        </span>
      )}
    </span>
  );
}

function Comments({ count }: { count: number }) {
  const { t } = useTranslation('tasks');
  const { number } = useFormat();
  return (
    <span className={styles.comments}>
      <Icon name="message-2" size={14} />
      {t('comments.count', { count, number: number(count) })}
    </span>
  );
}

function Who({ name }: { name: string }) {
  return (
    <span className={styles.who}>
      <Avatar name={name} size={20} />
      <bdi className="pv-cut">{name}</bdi>
    </span>
  );
}

function Due({ task, late, today }: { task: Task; late: boolean; today: boolean }) {
  const text = useDueText();
  return (
    <span className={styles.due} data-late={late}>
      {late && <Icon name="alert-triangle" size={14} />}
      {text(task, today)}
    </span>
  );
}
