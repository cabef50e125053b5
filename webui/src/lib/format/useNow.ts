import { useSyncExternalStore } from 'react';

import { hubNow } from '@/lib/clock';

const listeners = new Set<() => void>();
let timer: number | undefined;
let now = hubNow();

function tick(): void {
  now = hubNow();
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(tick, 1000);
  now = hubNow();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

const idle = () => () => undefined;

/** The hub's time in ms, renewed every second by one timer for the whole page; pass false to stop. */
export function useNow(running = true): number {
  return useSyncExternalStore(running ? subscribe : idle, () => now);
}
