import type { Disposition } from '@/api';
import { fold } from '@/features/timeline/filters';

type Named = Pick<Disposition, 'names'>;

/** The name in this language, else in the other. */
export function nameIn({ names }: Named, language: string): string {
  return (language === 'fa' ? (names.fa ?? names.en) : (names.en ?? names.fa)) ?? '';
}

/** A result that can be chosen, or a group with those in it. */
export interface Branch {
  top: Disposition;
  /** Empty where the top one is itself a result. */
  leaves: Disposition[];
}

/** What can be chosen, by groups in their order; with `text` only what has it in its own name or its group's, in either language. */
export function branches(all: readonly Disposition[], text = ''): Branch[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const read = (one: Disposition) => fold(`${one.names.en ?? ''} ${one.names.fa ?? ''}`);
  const fits = (name: string) => words.every((word) => name.includes(word));
  return all
    .filter(({ parent_id, archived }) => parent_id === null && !archived)
    .map((top) => ({
      top,
      leaves: all.filter((one) => one.parent_id === top.id && one.choosable && fits(`${read(top)} ${read(one)}`)),
    }))
    .filter(({ top, leaves }) => leaves.length > 0 || (top.choosable && fits(read(top))));
}

/** The names from the group down, or none where it is not known. */
export function pathOf(all: readonly Disposition[], id: string, language: string): string[] {
  const one = all.find((other) => other.id === id);
  const parent = one?.parent_id ? all.find((other) => other.id === one.parent_id) : undefined;
  return [parent, one].flatMap((named) => (named ? [nameIn(named, language)] : []));
}
