import type { ConnectorPlace } from '@/api';

const SECRET = /_(secret|key)_file$/;

/**
 * The section of the settings file, ready to be pasted: places with an example each, what only some need as a comment. Null where
 * the file says all of it.
 */
export function placeLines(places: ConnectorPlace[], account: string, said: Record<string, unknown>, secret: string): string | null {
  const missing = places.filter(({ key }) => !(key in said) && !(key.replace(/_file$/, '') in said));
  if (!missing.some(({ key }) => !SECRET.test(key))) return null;
  const lines = missing.map(({ key, example }) => (SECRET.test(key) ? `# ${key} = "${example}"  # ${secret}` : `${key} = "${example}"`));
  return [`[places.${account}]`, ...lines].join('\n');
}
