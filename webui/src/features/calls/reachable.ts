import type { Presence } from '@/api';
import { toAscii } from '@/lib/format';

const FREE_FIRST = ['available', 'wrap_up', 'away', 'on_call', 'ringing', 'offline'];

/** Colleagues with a phone whose name or extension holds `text`; free ones first, then by name. */
export function reachable(everybody: readonly Presence[], me: string, text: string): (Presence & { extension: string })[] {
  const wanted = toAscii(text).trim().toLocaleLowerCase();
  return everybody
    .filter((person): person is Presence & { extension: string } => person.extension !== null && person.user_id !== me)
    .filter(({ name, extension }) => name.toLocaleLowerCase().includes(wanted) || extension.includes(wanted))
    .sort((a, b) => FREE_FIRST.indexOf(a.state) - FREE_FIRST.indexOf(b.state) || a.name.localeCompare(b.name));
}
