import { lazy } from 'react';

const load = {
  notes: async () => ({ default: (await import('@/features/calls/CallNotes')).CallNotes }),
  create: async () => ({ default: (await import('./CreateForm')).CreateForm }),
  link: async () => ({ default: (await import('./LinkForm')).LinkForm }),
};

/** What opens inside a card; loaded behind the page, so that the first call need not wait for it. */
export const CallNotes = lazy(load.notes);
export const CreateForm = lazy(load.create);
export const LinkForm = lazy(load.link);

/** Loads them before they are asked for. */
export const loadPanels = (): Promise<unknown> => Promise.all([load.notes(), load.create(), load.link()]);
