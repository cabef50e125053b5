/** A conversation that changed, as the list's room tells it. */
export interface Told {
  id: string;
  assignee_id: string | null;
  team_id: string | null;
  version: number;
}

export interface Reader {
  me: string;
  teams: ReadonlySet<string>;
  all: boolean;
}

/** Whether a change may matter to the reader: it is theirs, their team's or nobody's, or was shown to them before. */
export function concerns(one: Told, { me, teams, all }: Reader, shown: ReadonlySet<string>): boolean {
  if (all || one.assignee_id === me || shown.has(one.id)) return true;
  return one.team_id === null ? one.assignee_id === null : teams.has(one.team_id);
}

/** Does something once, a moment after it was first asked for: what is asked meanwhile neither puts it off nor calls it off. */
export function once(work: () => void, ms: number): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      work();
    }, ms);
  };
}
