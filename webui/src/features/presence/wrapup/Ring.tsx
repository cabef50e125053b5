import { useNow } from '@/lib/format';

import styles from './WrapUp.module.css';

const ROUND = 2 * Math.PI * 7;

/** How much of the wrap-up is left, as a ring that empties. */
export function Ring({ since, until, frozen }: { since: string; until: string; frozen: boolean }) {
  const now = useNow(!frozen);
  const [from, to] = [Date.parse(since), Date.parse(until)];
  const left = Math.min(1, Math.max(0, (to - now) / Math.max(1, to - from)));
  return (
    <svg className={styles.ring} viewBox="0 0 18 18" width="18" height="18" aria-hidden>
      <circle cx="9" cy="9" r="7" />
      <circle cx="9" cy="9" r="7" strokeDasharray={ROUND} strokeDashoffset={-(1 - left) * ROUND} transform="rotate(-90 9 9)" />
    </svg>
  );
}
