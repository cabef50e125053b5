/** The beginning of a template as a list shows it: fields by their names, conditions left out, a tag that was cut off too. */
export function readable(snippet: string, nameOf: (name: string) => string): string {
  return snippet
    .replace(/\{\{\s*([\w.]+)[^}]*\}\}/g, (_, name: string) => `‹${nameOf(name)}›`)
    .replace(/\{%[^%]*%\}/g, '')
    .replace(/\{[{%][^}]*$/, '…')
    .trim();
}
