import type { ReactNode } from 'react';

import styles from './Callout.module.css';
import { Icon } from './Icon';
import type { IconName } from './icons';

interface Props {
  tone: 'bad' | 'warn' | 'info';
  title?: ReactNode;
  children?: ReactNode;
  /** Announced at once by screen readers. */
  alert?: boolean;
}

const ICONS: Record<Props['tone'], IconName> = { bad: 'alert-triangle', warn: 'alert-triangle', info: 'info-circle' };

/** What happened (title) and what to do (children), in the place it concerns. */
export function Callout({ tone, title, children, alert }: Props) {
  return (
    <div className={styles.callout} data-tone={tone} role={alert ? 'alert' : undefined}>
      <Icon name={ICONS[tone]} size={18} />
      <div className={styles.body}>
        {title && <b>{title}</b>}
        {children && <div className={styles.text}>{children}</div>}
      </div>
    </div>
  );
}
