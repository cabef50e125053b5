import type { PresenceState } from '@/api';

import styles from './PresenceDot.module.css';

/** State as hue and shape; always beside the word or inside something labelled. */
export function PresenceDot({ state }: { state: PresenceState }) {
  return <span className={styles.dot} data-state={state} aria-hidden />;
}
