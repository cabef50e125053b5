import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import type { Page, PersonTasks, Task, TaskCounts } from '@/api';
import { http, queryClient } from '@/lib/http';
import { useCan } from '@/lib/session';
import { useEntities, useRoom } from '@/lib/socket';

const PAGE = 100;
const TOLD_MS = 250;
const CLOCK_MS = 60_000;

/** What a list is narrowed by, as the API takes it. */
export type TaskFilter = Record<string, string | boolean | null | undefined>;

let timer: number | undefined;
let heard: Task[] | undefined;

/** Reads lists again a moment after a task was told to have changed, here or by a colleague; once, whoever listens. */
export function useTaskNews(): void {
  const told = useEntities<Task>('task');
  useEffect(() => {
    if (heard === told) return;
    heard = told;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void queryClient.invalidateQueries({ queryKey: ['tasks'] }), TOLD_MS);
  }, [told]);
}

/** Hears of tasks that are not one's own: everybody's, or those of a team. */
export function useTaskRooms(team: string): void {
  useRoom(useCan('tasks:read_all') ? 'tasks' : null);
  useRoom(team === '' ? null : `team_tasks:${team}`);
}

/** Tasks as they are due, a page at a time; what is told live replaces what was read. */
export function useTasks(filter: TaskFilter) {
  const query = useInfiniteQuery({
    queryKey: ['tasks', 'list', filter],
    queryFn: ({ pageParam, signal }) => http.get<Page<Task>>('/api/tasks', { query: { ...filter, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: true,
  });
  const told = useEntities<Task>('task');
  const tasks = useMemo(() => {
    const newest = new Map(told.map((task) => [task.id, task]));
    const read = query.data?.pages.flatMap((page) => page.items) ?? [];
    return read.map((task) => newer(task, newest.get(task.id)));
  }, [query.data, told]);
  return { query, tasks };
}

function newer(task: Task, told: Task | undefined): Task {
  return told && told.version > task.version ? told : task;
}

/** One task, kept up to date while it is open. */
export function useTask(id: string | null) {
  const query = useQuery({
    queryKey: ['tasks', 'one', id],
    queryFn: ({ signal }) => http.get<Task>(`/api/tasks/${id}`, { signal }),
    enabled: id !== null,
  });
  const told = useEntities<Task>('task').find((task) => task.id === id);
  return { task: query.data && newer(query.data, told), query };
}

/** How many open tasks there are, by when they are due. */
export function useTaskCounts(filter: TaskFilter) {
  const query = useQuery({
    queryKey: ['tasks', 'counts', filter],
    queryFn: ({ signal }) => http.get<TaskCounts>('/api/tasks/counts', { query: filter, signal }),
    refetchInterval: CLOCK_MS,
  });
  return query.data;
}

/** A team's open tasks by person. */
export function useTeamCounts(team: string | null): PersonTasks[] {
  const query = useQuery({
    queryKey: ['tasks', 'team', team],
    queryFn: ({ signal }) => http.get<{ items: PersonTasks[] }>(`/api/teams/${team}/task-counts`, { signal }),
    enabled: team !== null,
  });
  return query.data?.items ?? [];
}
