/** The rows that were ticked: some by their ids, or all that the list's query finds. */
export interface Selection {
  ids: ReadonlySet<string>;
  all: boolean;
}

export const NONE: Selection = { ids: new Set(), all: false };

/** Ticks or unticks one row; with `to`, everything between it and that row follows. Unticking one of all leaves the loaded rest. */
export function toggle(selection: Selection, loaded: readonly string[], id: string, to: string | null = null): Selection {
  const ids = new Set(selection.all ? loaded : selection.ids);
  const on = !ids.has(id);
  for (const one of to === null ? [id] : between(loaded, id, to)) {
    if (on) ids.add(one);
    else ids.delete(one);
  }
  return { ids, all: false };
}

function between(loaded: readonly string[], a: string, b: string): readonly string[] {
  const [from, to] = [loaded.indexOf(a), loaded.indexOf(b)].sort((x, y) => x - y) as [number, number];
  return from < 0 ? [a] : loaded.slice(from, to + 1);
}

/** Ticks every loaded row, or none when all of them are ticked already. */
export function togglePage(selection: Selection, loaded: readonly string[]): Selection {
  const full = selection.all || loaded.every((id) => selection.ids.has(id));
  return full ? NONE : { ids: new Set(loaded), all: false };
}

/** How many are chosen, out of `total`. */
export function countOf(selection: Selection, total: number): number {
  return selection.all ? total : selection.ids.size;
}
