import { shares } from '@/features/calls/durations';

import styles from './TalkBar.module.css';

/** How a call's time was spent: hatched while waiting, jade while talking. Decoration: the figures stand beside it. */
export function TalkBar({ waiting, talking }: { waiting: number; talking: number }) {
  const cut = shares(waiting, talking);
  if (!cut) return null;
  return (
    <span className={styles.bar} aria-hidden>
      <i data-part="wait" style={{ inlineSize: `${cut.wait}%` }} />
      <i data-part="talk" style={{ inlineSize: `${cut.talk}%` }} />
    </span>
  );
}
