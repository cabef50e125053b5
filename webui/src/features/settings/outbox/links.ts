const LINK = /https?:\/\/[^\s<>"'،؛]+[^\s<>"'،؛.,!?؟)]/g;

/** A text in pieces, links marked: as a phone shows them. */
export function linked(text: string): { text: string; link: boolean }[] {
  const pieces: { text: string; link: boolean }[] = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    if (found.index > from) pieces.push({ text: text.slice(from, found.index), link: false });
    pieces.push({ text: found[0], link: true });
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), link: false });
  return pieces;
}
