/** The web addresses in a text, as hub/links finds them; one file of examples holds both. */
const URLS = /https?:\/\/[^\s<>"«»،؛؟\u200e\u200f\u2066-\u2069]+/gi;
const AFTER = new Set('.,;:!?\'…*_)]}');
const OPENS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const MOST = 10;

/** The text with what `short` makes of each address; null leaves it. */
export function replaceUrls(text: string, short: (url: string) => string | null): string {
  return text.replace(URLS, (found) => {
    const url = trimmed(found);
    const made = short(url);
    return made === null ? found : made + found.slice(url.length);
  });
}

/** The text as long as it will be once the hub has made its links short, and how many these are. */
export function withShortLinks(text: string, base: string, length: number): { text: string; links: number } {
  const known = new Set<string>();
  const made = replaceUrls(text, (url) => {
    if (url.startsWith(base) || !isTarget(url) || (!known.has(url) && known.size >= MOST)) return null;
    known.add(url);
    return base + 'X'.repeat(length);
  });
  return { text: made, links: known.size };
}

/** Links to one's own consents act for whoever has them: they stay, as do those with a password in them. */
function isTarget(url: string): boolean {
  if (url.length > 2000 || /\/consent\/[\w-]{43}/.test(url) || url.includes('\\')) return false;
  try {
    const { hostname } = new URL(url);
    return hostname !== '' && !(url.split(/[/?#]/)[2] ?? '').includes('@');
  } catch {
    return false;
  }
}

function trimmed(url: string): string {
  let end = url.length;
  while (end > 0) {
    const last = url[end - 1] ?? '';
    if (!AFTER.has(last)) break;
    const opening = OPENS[last];
    const kept = url.slice(0, end);
    if (opening && kept.split(opening).length >= kept.split(last).length) break;
    end -= 1;
  }
  return url.slice(0, end);
}
