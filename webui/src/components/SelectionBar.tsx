import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';

import styles from './SelectionBar.module.css';

interface Props {
  label: string;
  /** How many are chosen. */
  text: ReactNode;
  /** A way to choose more. */
  more?: ReactNode;
  /** What can be done with them. */
  children: ReactNode;
  /** What the cross does, in words. */
  stop: string;
  onStop: () => void;
}

/** Under a list: how many of its rows are chosen, and what can be done with them. */
export function SelectionBar({ label, text, more, children, stop, onStop }: Props) {
  return (
    <div className={styles.bar} role="region" aria-label={label}>
      <p role="status">
        <b>{text}</b>
      </p>
      {more}
      <div className={styles.actions}>{children}</div>
      <CloseButton className={styles.close} aria-label={stop} onClick={onStop} />
    </div>
  );
}
