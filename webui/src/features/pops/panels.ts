import { lazy } from 'react';

import { patiently } from '@/lib/patiently';

const load = {
  notes: patiently(async () => ({ default: (await import('@/features/calls/CallNotes')).CallNotes })),
  own: patiently(async () => ({ default: (await import('@/features/calls/OwnCall')).OwnCall })),
  create: patiently(async () => ({ default: (await import('./CreateForm')).CreateForm })),
  link: patiently(async () => ({ default: (await import('./LinkForm')).LinkForm })),
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
