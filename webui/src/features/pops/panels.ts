import { lazy } from 'react';

import { part } from '@/lib/parts';

const load = {
  notes: part(() => import('@/features/calls/CallNotes'), 'CallNotes'),
  own: part(() => import('@/features/calls/OwnCall'), 'OwnCall', 'customers', 'profile', 'tasks'),
  create: part(() => import('./CreateForm'), 'CreateForm', 'customers'),
  link: part(() => import('./LinkForm'), 'LinkForm', 'customers'),
  follow: part(() => import('@/features/tasks/FollowUp'), 'FollowUp', 'profile', 'tasks'),
};

/** What opens inside a card, and what stands beside a call; loaded behind the page, so that the first call need not wait for it. */
export const CallNotes = lazy(load.notes);
export const CreateForm = lazy(load.create);
export const FollowUp = lazy(load.follow);
export const LinkForm = lazy(load.link);
export const OwnCall = lazy(load.own);

/** Loads them before they are asked for. */
export function loadPanels(): void {
  Object.values(load).forEach((one) => void one());
}
