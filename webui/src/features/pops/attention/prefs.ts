import { useMemo, useSyncExternalStore } from 'react';

import { useSession } from '@/lib/session';

/** How one person is called on one computer: devices differ, and computers are shared. */
export interface RingPrefs {
  sound: boolean;
  /** 0 to 1. */
  volume: number;
  /** The device to ring on; '' is the computer's own choice. */
  device: string;
  notify: boolean;
}

const DEFAULTS: RingPrefs = { sound: false, volume: 0.7, device: '', notify: false };
const listeners = new Set<() => void>();
const keyOf = (user: string) => `peyvand-ringing-${user}`;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

function parse(stored: string | null): RingPrefs {
  try {
    return { ...DEFAULTS, ...(JSON.parse(stored ?? '{}') as Partial<RingPrefs>) };
  } catch {
    return DEFAULTS;
  }
}

/** The signed-in person's choices in this browser, the same in all its tabs. */
export function useRingPrefs(): [RingPrefs, (change: Partial<RingPrefs>) => void] {
  const key = keyOf(useSession()?.user.id ?? '');
  const stored = useSyncExternalStore(subscribe, () => localStorage.getItem(key));
  const prefs = useMemo(() => parse(stored), [stored]);
  const change = (wanted: Partial<RingPrefs>) => {
    localStorage.setItem(key, JSON.stringify({ ...prefs, ...wanted }));
    listeners.forEach((listener) => listener());
  };
  return [prefs, change];
}
