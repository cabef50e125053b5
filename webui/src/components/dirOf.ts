const STRONG = /[\p{L}]/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * The `dir` of a field: its text's own, by its first letter, and the page's while it has none, so that the placeholder stands at the
 * reader's start. `auto` would not do: Mantine puts it on the frame around the field, which holds no text.
 */
export function dirOf(text: string): 'rtl' | 'ltr' | undefined {
  const first = STRONG.exec(text)?.[0];
  if (first === undefined) return undefined;
  return RIGHT_TO_LEFT.test(first) ? 'rtl' : 'ltr';
}
