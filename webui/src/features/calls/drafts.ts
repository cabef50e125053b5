/** Words that are not safe yet: `base` is the version of the notes that they were written over. */
export interface Draft {
  text: string;
  base: number;
}

const PREFIX = 'peyvand-notes-';
const keyOf = (user: string, call: string) => `${PREFIX}${user}-${call}`;

/** What this tab had not saved before it was reloaded or discarded; null when nothing. */
export function readDraft(user: string, call: string): Draft | null {
  const stored = sessionStorage.getItem(keyOf(user, call));
  return stored === null ? null : (JSON.parse(stored) as Draft);
}

/** Forgets all of them: somebody else may sit down here. */
export function forgetDrafts(): void {
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(PREFIX))
    .forEach((key) => sessionStorage.removeItem(key));
}

/** Keeps words for this tab until they are saved; null: they are. */
export function keepDraft(user: string, call: string, draft: Draft | null): void {
  if (draft) sessionStorage.setItem(keyOf(user, call), JSON.stringify(draft));
  else sessionStorage.removeItem(keyOf(user, call));
}
