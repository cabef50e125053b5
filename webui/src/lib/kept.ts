const PREFIX = 'peyvand-kept-';
const keyOf = (what: string, user: string, id: string) => `${PREFIX}${what}-${user}-${id}`;

/** What this tab had not saved before it was reloaded or discarded; null when nothing. */
export function readKept(what: string, user: string, id: string): unknown {
  const stored = sessionStorage.getItem(keyOf(what, user, id));
  return stored === null ? null : JSON.parse(stored);
}

/** Keeps something for this tab until it is saved; null: it is. */
export function keep(what: string, user: string, id: string, value: unknown): void {
  if (value === null) sessionStorage.removeItem(keyOf(what, user, id));
  else sessionStorage.setItem(keyOf(what, user, id), JSON.stringify(value));
}

/** Forgets all of it: somebody else may sit down here. */
export function forgetKept(): void {
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(PREFIX))
    .forEach((key) => sessionStorage.removeItem(key));
}
