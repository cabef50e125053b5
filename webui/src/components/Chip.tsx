import type { ReactNode } from 'react';

import styles from './Chip.module.css';
import { Icon } from './Icon';
import type { IconName } from './icons';

export type ChipTone = 'neutral' | 'line' | 'accent' | 'warn' | 'bad' | 'ok' | 'vip';

const TONES: readonly string[] = ['neutral', 'line', 'accent', 'warn', 'bad', 'ok', 'vip'];

/** A short label. An unknown tone (tags name their own) shows as neutral. */
export function Chip({ tone = 'neutral', icon, children }: { tone?: string; icon?: IconName; children: ReactNode }) {
  const shown = icon ?? (tone === 'vip' ? 'star' : undefined);
  return (
    <span className={styles.chip} data-tone={TONES.includes(tone) ? tone : 'neutral'}>
      {shown && <Icon name={shown} size={14} />}
      <span className="pv-cut" dir="auto">{children}</span>
    </span>
  );
}
