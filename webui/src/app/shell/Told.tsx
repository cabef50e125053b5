import { lazy, Suspense, useState } from 'react';

import { part } from '@/lib/parts';

import { useOwnPresence } from './useOwnPresence';

const ToldNotice = lazy(part(() => import('@/features/presence/ToldNotice'), 'ToldNotice', 'presence'));
const SEEN = 'peyvand-told-seen';

/** What somebody else chose for this person, until they have seen it in this browser. */
export function Told() {
  const own = useOwnPresence();
  const [seen, setSeen] = useState(() => localStorage.getItem(SEEN) ?? '');
  const told = own?.told;
  const see = (at: string) => {
    localStorage.setItem(SEEN, at);
    setSeen(at);
  };
  return <div role="status">{own && told && told.at > seen && <Suspense><ToldNotice own={own} told={told} onSeen={() => see(told.at)} /></Suspense>}</div>;
}
