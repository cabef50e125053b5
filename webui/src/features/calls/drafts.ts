import { keep, readKept } from '@/lib/kept';

/** Words that are not safe yet: `base` is the version of the notes that they were written over. */
export interface Draft {
  text: string;
  base: number;
}

/** The notes on a call that this tab had not saved; null when all are. */
export const readDraft = (user: string, call: string): Draft | null => readKept('notes', user, call) as Draft | null;

/** Keeps words for this tab until they are saved; null: they are. */
export const keepDraft = (user: string, call: string, draft: Draft | null): void => keep('notes', user, call, draft);
