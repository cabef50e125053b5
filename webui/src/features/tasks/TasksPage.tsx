import { Button } from '@mantine/core';
import { useDocumentVisibility } from '@mantine/hooks';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Task } from '@/api';
import { EmptyState, ErrorState, Icon, Kbd, PageHeader, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { useFormat, useNow } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { part } from '@/lib/parts';
import { useCan } from '@/lib/session';

import { useQuickChange } from './actions';
import { DoneStrip } from './DoneStrip';
import { grouped } from './groups';
import { ManyBar } from './many/ManyBar';
import { ManyStrip } from './many/ManyStrip';
import { useChosen } from './many/useChosen';
import { useMany } from './many/useMany';
import { TaskRow } from './TaskRow';
import styles from './Tasks.module.css';
import { TaskTabs } from './TaskTabs';
import { TaskTools } from './TaskTools';
import { useTaskList, type View } from './useTaskList';
import { useTaskRooms, useTasks } from './useTasks';

const TaskDrawer = lazy(part(() => import('./TaskDrawer'), 'TaskDrawer', 'customers', 'profile', 'tasks', 'timeline'));
const MINUTE = 60_000;

/** What is to be done: one's own day, the teams', what one gave to others, and what is done. */
export function TasksPage() {
  const { t } = useTranslation('tasks');
  const list = useTaskList();
  useTaskRooms(list.view === 'team' ? list.narrowed.team : '');
  const writes = useCan('tasks:write');
  const [making, setMaking] = useState(false);
  const close = () => {
    setMaking(false);
    list.set({ task: null });
  };
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} beside={<TaskTabs view={list.view} onView={(view) => list.set({ view, person: null })} />}>
        {writes && (
          <Button leftSection={<Icon name="plus" />} rightSection={<Kbd on="accent">N</Kbd>} onClick={() => setMaking(true)}>
            {t('new')}
          </Button>
        )}
      </PageHeader>
      <Tasks key={list.view} list={list} onNew={writes ? () => setMaking(true) : null} />
      <Suspense>{(making || list.open !== null) && <TaskDrawer key={list.open ?? ''} id={making ? null : list.open} team={list.view === 'team' ? list.narrowed.team : ''} onClose={close} />}</Suspense>
    </div>
  );
}

interface ListProps {
  list: ReturnType<typeof useTaskList>;
  onNew: (() => void) | null;
}

function Tasks({ list, onNew }: ListProps) {
  const { t } = useTranslation('tasks');
  const problem = useProblemText();
  const ready = list.view !== 'team' || list.narrowed.team !== '';
  const { query, tasks: read } = useTasks(list.filter);
  const shown = ready ? read.filter(({ state }) => (state === 'open') === (list.view !== 'closed')) : [];
  const change = useQuickChange();
  const chosen = useChosen(shown);
  const many = useMany();
  const [last, setLast] = useState<Task | null>(null);
  const finish = (task: Task) => {
    many.forget();
    change.mutate({ task, changes: { state: task.state === 'open' ? 'done' : 'open' } });
    setLast(task.state === 'open' ? task : null);
  };
  const carry: typeof many.carry = (...order) => {
    setLast(null);
    many.carry(...order);
  };
  const closed = list.view === 'closed';
  return (
    <>
      <TaskTools view={list.view} narrowed={list.narrowed} onChange={list.set} choosing={chosen.choosing} onChoosing={() => (chosen.choosing ? chosen.stop() : chosen.begin())} />
      <div className={styles.body} tabIndex={0} role="region" aria-label={t('title')}>
        {query.isPending && <SkeletonRows rows={7} />}
        {query.isError && shown.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && shown.length === 0 && <Nothing view={list.view} narrowed={Object.values({ ...list.narrowed, team: '' }).some(Boolean)} onNew={onNew} />}
        <Groups tasks={shown} closed={closed} chosen={chosen} onNew={onNew} onFinish={finish} onTake={(task, me) => change.mutate({ task, changes: { assignee_id: me } })} onOpen={(task) => list.set({ task: task.id })} />
        {ready && <EndOfList query={query} more={t('more')} problem={problem} />}
        <div className={styles.foot} role="status">
          <DoneStrip change={change} task={last} onUndo={(task) => finish(task)} onClose={() => setLast(null)} />
          <ManyStrip many={many} />
        </div>
      </div>
      {chosen.choosing && <ManyBar chosen={chosen} many={{ ...many, carry }} loaded={shown.length} closed={closed} />}
    </>
  );
}

interface GroupsProps {
  tasks: Task[];
  closed: boolean;
  chosen: ReturnType<typeof useChosen>;
  onNew: (() => void) | null;
  onFinish: (task: Task) => void;
  onTake: (task: Task, me: string) => void;
  onOpen: (task: Task) => void;
}

/** The list under its days, walked with J and K, done with X, several chosen with S. */
function Groups({ tasks, closed, chosen, onNew, onFinish, onTake, onOpen }: GroupsProps) {
  const { t } = useTranslation('tasks');
  const { style, number } = useFormat();
  const visible = useDocumentVisibility() === 'visible';
  const now = Math.floor(useNow(visible) / MINUTE) * MINUTE;
  const groups = useMemo(() => (closed ? [{ name: 'closed' as const, tasks }] : grouped(tasks, style.timeZone, now)), [tasks, closed, style.timeZone, now]);
  const { at, go, area } = useWalk(tasks);
  useTaskKeys(tasks[at], { at, go, chosen, onNew, onFinish, onOpen });
  return (
    <div ref={area}>
      {groups
        .filter((group) => group.tasks.length > 0)
        .map(({ name, tasks: own }) => (
          <section key={name} aria-labelledby={`tasks-${name}`}>
            <h2 id={`tasks-${name}`} className={styles.heading} data-group={name}>
              {t(`group.${name}`)} <span className={styles.count}>{number(own.length)}</span>
            </h2>
            <ul className={styles.list}>
              {own.map((task) => {
                const index = tasks.indexOf(task);
                return (
                  <TaskRow
                    key={task.id}
                    task={task}
                    late={name === 'overdue'}
                    today={name === 'today'}
                    current={index === at}
                    chosen={chosen.choosing ? chosen.has(task.id) : null}
                    onTick={(upTo) => chosen.tick(task.id, upTo)}
                    onFocus={() => go(index)}
                    onFinish={() => onFinish(task)}
                    onTake={(me) => onTake(task, me)}
                    onOpen={() => onOpen(task)}
                  />
                );
              })}
            </ul>
          </section>
        ))}
    </div>
  );
}

/** The task at hand, by its place: when it is done, the one that follows takes it. */
function useWalk(tasks: Task[]) {
  const area = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(0);
  const at = Math.min(place, tasks.length - 1);
  const go = (next: number, focus = false) => {
    const index = Math.min(Math.max(next, 0), tasks.length - 1);
    setPlace(index);
    if (focus) area.current?.querySelectorAll<HTMLElement>('li')[index]?.focus();
  };
  return { at, go, area };
}

interface Walk {
  at: number;
  go: (next: number, focus?: boolean) => void;
  chosen: ReturnType<typeof useChosen>;
  onNew: (() => void) | null;
  onFinish: (task: Task) => void;
  onOpen: (task: Task) => void;
}

function useTaskKeys(task: Task | undefined, { at, go, chosen, onNew, onFinish, onOpen }: Walk): void {
  const { t } = useTranslation('tasks');
  const writes = useCan('tasks:write');
  const bindings = useMemo<KeyBinding[]>(
    () => [
      { code: 'KeyJ', label: t('keys.next'), run: () => go(at + 1, true) },
      { code: 'KeyK', label: t('keys.previous'), run: () => go(at - 1, true) },
      { code: 'KeyE', label: t('keys.open'), run: () => task && onOpen(task) },
      ...(writes && !chosen.choosing ? [{ code: 'KeyX', label: t('keys.done'), run: () => task && onFinish(task) }] : []),
      ...(writes
        ? [
            { code: 'KeyS', label: t('keys.choose'), run: () => task && chosen.tick(task.id) },
            { code: 'KeyS', shift: true, label: t('keys.chooseUpTo'), run: () => task && chosen.tick(task.id, true) },
          ]
        : []),
      ...(onNew ? [{ code: 'KeyN', label: t('new'), run: onNew }] : []),
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what they do changes with the task, its place and what is chosen only
    [t, writes, at, task, chosen],
  );
  useKeys('page', bindings);
}

interface NothingProps {
  view: View;
  narrowed: boolean;
  onNew: (() => void) | null;
}

function Nothing({ view, narrowed, onNew }: NothingProps) {
  const { t } = useTranslation('tasks');
  if (narrowed) return <EmptyState icon="search" title={t('empty.found.title')} text={t('empty.found.text')} />;
  return (
    <EmptyState icon="circle-check" title={t(`empty.${view}.title`)} text={t(`empty.${view}.text`)}>
      {onNew && view !== 'closed' && (
        <Button variant="default" leftSection={<Icon name="plus" />} onClick={onNew}>
          {t('new')}
        </Button>
      )}
    </EmptyState>
  );
}

