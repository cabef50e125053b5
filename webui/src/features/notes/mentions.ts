/** Somebody who can be named. */
export interface Nameable {
  id: string;
  name: string;
}

/** An @ being typed: where it stands, and what of the name follows it. */
export interface Typing {
  start: number;
  query: string;
}

const MOST_QUERY = 40;

/** The @ that the caret stands behind, when it begins a word; null when nobody is being named. */
export function typingAt(text: string, caret: number): Typing | null {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf('@');
  if (start < 0) return null;
  const query = before.slice(start + 1);
  const begins = start === 0 || /[\s(«"'،,.]/.test(before.charAt(start - 1));
  const plausible = query.length <= MOST_QUERY && !/[\n@]/.test(query) && (query.match(/\s/g) ?? []).length <= 2;
  return begins && plausible ? { start, query } : null;
}

const plain = (name: string) => name.toLocaleLowerCase().replace(/ي/g, 'ی').replace(/ك/g, 'ک').replace(/\u200c/g, '');

/** Colleagues whose name, or a word of it, begins with what is typed; best first. */
export function suggest<T extends Nameable>(people: readonly T[], query: string, most = 6): T[] {
  const wanted = plain(query.trim());
  const rank = ({ name }: T) => {
    const known = plain(name);
    if (known.startsWith(wanted)) return 0;
    return known.split(/\s+/).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  const fitting = people.filter((person) => rank(person) < 2);
  return fitting.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)).slice(0, most);
}

/** The text with the name put in for what was typed, and where the caret goes. */
export function put(text: string, { start, query }: Typing, name: string): { text: string; caret: number } {
  const rest = text.slice(start + 1 + query.length);
  const named = `@${name}${/^\s/.test(rest) ? '' : ' '}`;
  return { text: text.slice(0, start) + named + rest, caret: start + named.length };
}

/** Who is named in a text, longest names first so that «@Sam Okafor» is not a «@Sam». */
export function namedIn<T extends Nameable>(text: string, people: readonly T[]): T[] {
  let left = text;
  return [...people]
    .sort((a, b) => b.name.length - a.name.length)
    .filter(({ name }) => {
      const found = left.includes(`@${name}`);
      left = left.split(`@${name}`).join(' ');
      return found;
    });
}

/** One run of a note: words, or somebody's name. */
export interface Piece {
  text: string;
  who: string | null;
}

/** A note cut where it names somebody. */
export function cut(text: string, people: readonly Nameable[]): Piece[] {
  const names = [...new Set(people.map(({ name }) => name))].sort((a, b) => b.length - a.length);
  if (names.length === 0) return [{ text, who: null }];
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pieces = text.split(new RegExp(`(@(?:${escaped.join('|')}))`));
  return pieces
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, who: people.find(({ name }) => piece === `@${name}`)?.id ?? null }));
}
