import styles from './Icon.module.css';
import { type IconName, icons } from './icons';

interface Props {
  name: IconName;
  /** px: 12, 14, 16 (default), 18, 20, 22. */
  size?: number;
  /** Mirrors in right-to-left: only for shapes that point along the reading direction. */
  mirror?: boolean;
  /** Spoken name; without one the icon is decoration. */
  label?: string;
  className?: string;
}

export function Icon({ name, size = 16, mirror, label, className }: Props) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      className={[styles.icon, mirror && styles.mirror, className].filter(Boolean).join(' ')}
      strokeWidth={size <= 12 ? 2 : 1.75}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path d={icons[name]} />
    </svg>
  );
}
