import { startTransition, useEffect, useState } from 'react';

const SETTLED_MS = 3_000;
let settled: Promise<void> | null = null;

/** When the first page stands and its data has come; what is only fetched ahead waits for it, so that it takes nothing from them. */
export function whenSettled(): Promise<void> {
  return (settled ??= new Promise((resolve) => setTimeout(resolve, SETTLED_MS)));
}

/** Whether that moment has come. */
export function useSettled(): boolean {
  const [now, setNow] = useState(false);
  useEffect(() => {
    let here = true;
    // As a transition: what is shown stays until what follows it has been fetched.
    void whenSettled().then(() => here && startTransition(() => setNow(true)));
    return () => {
      here = false;
    };
  }, []);
  return now;
}
