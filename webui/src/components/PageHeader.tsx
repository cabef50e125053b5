import type { ReactNode } from 'react';

import { useTitle } from '@/lib/useTitle';

import styles from './PageHeader.module.css';

interface Props {
  title: string;
  /** Counts and states beside the title. */
  beside?: ReactNode;
  /** Actions at the end. */
  children?: ReactNode;
}

/** The head of a page: its h1 (also the tab's title), facts beside it and actions at the end. */
export function PageHeader({ title, beside, children }: Props) {
  useTitle(title);
  return (
    <header className={styles.header}>
      <h1>{title}</h1>
      {beside}
      {children && <div className={styles.actions}>{children}</div>}
    </header>
  );
}
