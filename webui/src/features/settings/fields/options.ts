/** An option as it is typed; `was` is its name on the hub, empty for a new one. */
export interface OptionRow {
  key: number;
  was: string;
  name: string;
}

let made = 0;

export const optionRow = (was = ''): OptionRow => ({ key: (made += 1), was, name: was });

/** The options as the hub takes them: the list, and those that got another name. */
export function optionsOf(rows: OptionRow[]): { options: string[]; renamed: Record<string, string> } {
  const filled = rows.map((row) => ({ ...row, name: row.name.trim() })).filter(({ name }) => name !== '');
  const options = filled.map(({ name }) => name);
  const renamed = filled.filter(({ was, name }) => was !== '' && was !== name && !options.includes(was));
  return { options, renamed: Object.fromEntries(renamed.map(({ was, name }) => [was, name])) };
}
