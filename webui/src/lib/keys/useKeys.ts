import { useEffect } from 'react';

import { type KeyBinding, KeyRegistry, type KeyScope, type Press } from './registry';

export const keys = new KeyRegistry();

const WRITING = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]';

function pressOf(event: KeyboardEvent): Press {
  return {
    code: event.code,
    alt: event.altKey,
    shift: event.shiftKey,
    ctrl: event.ctrlKey || event.metaKey,
    typing: event.target instanceof Element && event.target.closest(WRITING) !== null,
    at: event.timeStamp,
  };
}

/** Listens once for the whole page; returns what stops it. */
export function listenForKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const found = keys.match(pressOf(event));
    if (!found) return;
    event.preventDefault();
    found.run();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** Binds keys while the component is on the page. Keep `bindings` stable with useMemo; pass [] to bind nothing. */
export function useKeys(scope: KeyScope, bindings: KeyBinding[]): void {
  useEffect(() => keys.add(scope, bindings), [scope, bindings]);
}
