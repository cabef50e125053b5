import type { PresenceState } from '@/api';

import styles from './Avatar.module.css';
import { initialsOf } from './initials';
import { PresenceDot } from './PresenceDot';

interface Props {
  name: string;
  /** The hub's own initials; without them they are taken from the name. */
  initials?: string | null;
  /** px: 20, 24, 28, 32 (default), 44, 56. At 24 and below one letter is shown. */
  size?: number;
  /** Organisations are square. */
  square?: boolean;
  presence?: PresenceState;
}

function toneOf(name: string): number {
  let hash = 2166136261;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return 1 + ((hash >>> 8) % 6);
}

/** A person's or organisation's letters. Decoration: the name is always written beside it. */
export function Avatar({ name, initials, size = 32, square, presence }: Props) {
  const tone = toneOf(name);
  const small = size <= 24;
  const style = {
    inlineSize: size,
    blockSize: size,
    fontSize: size * (small ? 0.5 : 0.36),
    background: `var(--pv-av-${tone})`,
    color: `var(--pv-avt-${tone})`,
  };
  return (
    <span className={styles.avatar} data-square={square} data-initials={initialsOf(name, initials, small ? 1 : 2)} style={style} aria-hidden>
      {presence && (
        <span className={styles.presence}>
          <PresenceDot state={presence} />
        </span>
      )}
    </span>
  );
}
