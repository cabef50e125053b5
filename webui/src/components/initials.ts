const PERSIAN = /[\u0600-\u06ff]/;
const JOINERS = /[\s\u200c._-]+/;

/** Up to `count` letters of a name. Persian letters are kept apart by U+200C, else they would join into a word. */
export function initialsOf(name: string, given: string | null | undefined, count: number): string {
  const plain = (given ?? '').replace(/[\s\u200c.]/g, '');
  const words = name.split(JOINERS).filter((word) => word !== '');
  const taken = plain === '' ? [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => word?.at(0) ?? '') : [...plain];
  const letters = taken.filter((letter) => letter !== '').slice(0, count);
  return letters.some((letter) => PERSIAN.test(letter)) ? letters.join('\u200c') : letters.join('').toUpperCase();
}
