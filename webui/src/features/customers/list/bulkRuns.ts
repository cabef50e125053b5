const STORED = 'peyvand-bulk';

let known: string[] | null = null;
const listeners = new Set<() => void>();

function ids(): string[] {
  known ??= (sessionStorage.getItem(STORED) ?? '').split(',').filter(Boolean);
  return known;
}

function keep(next: string[]): void {
  known = next;
  sessionStorage.setItem(STORED, next.join(','));
  listeners.forEach((listener) => listener());
}

/** The bulk actions that this tab started and has not put away; they survive a reload. */
export const ongoing = {
  ids,
  add: (id: string) => keep([...ids(), id]),
  drop: (id: string) => keep(ids().filter((one) => one !== id)),
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
