import type { ReactNode } from 'react';

import styles from './Entry.module.css';

/** One fact of an entry: a quiet label and its value; `clock` keeps times left to right. */
export function Fact({ label, value, clock }: { label: string; value: ReactNode; clock?: boolean }) {
  return (
    <span className={styles.fact}>
      {label} <b>{clock ? <bdi dir="ltr">{value}</bdi> : value}</b>
    </span>
  );
}
