import { useEffect } from 'react';

import type { Call } from '@/api';
import { useSession } from '@/lib/session';
import { live, useEntities } from '@/lib/socket';

import { lockSession } from './actions';

const SEEN = 'peyvand-activity';
const REPORT_MS = 20_000;
const CHECK_MS = 5_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

function lastSeen(): number {
  return Number(localStorage.getItem(SEEN)) || 0;
}

/** Notes that somebody is here, for all tabs and for the hub, at most every 20 s. */
function noteActivity(): void {
  const now = Date.now();
  if (now - lastSeen() < REPORT_MS) return;
  localStorage.setItem(SEEN, String(now));
  live.reportActivity();
}

/** Locks a computer nobody has touched for the session's idle time; a running call counts as being there. */
export function useIdleLock(): void {
  const seconds = useSession()?.idle_lock_seconds ?? 0;
  const busy = useEntities<Call>('call', 'me').some(({ state }) => state === 'answered' || state === 'held');
  useEffect(() => {
    if (seconds <= 0) return;
    localStorage.setItem(SEEN, String(Date.now()));
    SIGNS.forEach((sign) => window.addEventListener(sign, noteActivity, { passive: true }));
    const timer = window.setInterval(() => {
      if (busy) noteActivity();
      else if (Date.now() - lastSeen() > seconds * 1000) void lockSession();
    }, CHECK_MS);
    return () => {
      window.clearInterval(timer);
      SIGNS.forEach((sign) => window.removeEventListener(sign, noteActivity));
    };
  }, [seconds, busy]);
}
