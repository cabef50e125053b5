import { lazy } from 'react';

import { patiently } from '@/lib/patiently';
import { part } from '@/lib/parts';

const load = {
  notes: patiently(part(() => import('@/features/calls/CallNotes'), 'CallNotes')),
  own: patiently(part(() => import('@/features/calls/OwnCall'), 'OwnCall', 'customers')),
  create: patiently(part(() => import('./CreateForm'), 'CreateForm', 'customers')),
  link: patiently(part(() => import('./LinkForm'), 'LinkForm', 'customers')),
};

/** What opens inside a card, and what stands beside a call; loaded behind the page, so that the first call need not wait for it. */
export const CallNotes = lazy(load.notes);
export const CreateForm = lazy(load.create);
export const LinkForm = lazy(load.link);
export const OwnCall = lazy(load.own);

/** Loads them before they are asked for. */
export function loadPanels(): void {
  Object.values(load).forEach((one) => void one());
}
