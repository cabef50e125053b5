import { type LaterName, loadTexts } from '@/i18n';

import { patiently } from './patiently';

async function fetched<M, K extends keyof M>(load: () => Promise<M>, name: K, texts: LaterName[]): Promise<M[K]> {
  // Whatever has texts of its own may also meet the problems that the first load does not put into words.
  const [module] = await Promise.all([load(), texts.length > 0 && loadTexts(...texts, 'problems')]);
  return module[name];
}

/** For a route's `lazy`: a page that comes when it is opened, with the namespaces of texts that it and its parts use. */
export function page<M, K extends keyof M>(load: () => Promise<M>, name: K, ...texts: LaterName[]) {
  return async () => ({ Component: await fetched(load, name, texts) });
}

/**
 * For React's `lazy`: a part of a page that comes when it is first drawn, with its texts; calling it fetches it ahead of that.
 * While the hub is away it is tried again: a part must not take the page down that it belongs to.
 */
export function part<M, K extends keyof M>(load: () => Promise<M>, name: K, ...texts: LaterName[]) {
  return patiently(async () => ({ default: await fetched(load, name, texts) }));
}
