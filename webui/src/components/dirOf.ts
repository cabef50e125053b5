/** The `dir` of a field: its text's own, and the page's while it is empty, so that the placeholder stands at the reader's start. */
export function dirOf(text: string): 'auto' | undefined {
  return text === '' ? undefined : 'auto';
}
