import styles from './Kbd.module.css';

/** One key's cap. `on="accent"` sits on a filled button. */
export function Kbd({ children, on }: { children: string; on?: 'accent' }) {
  return (
    <kbd className={styles.kbd} data-on={on}>
      {children}
    </kbd>
  );
}
