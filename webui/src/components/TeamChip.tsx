import styles from './TeamChip.module.css';

/** A team's name with its colour. */
export function TeamChip({ name, colour }: { name: string; colour: string }) {
  return (
    <span className={styles.chip}>
      <span className={styles.dot} data-colour={colour} aria-hidden />
      <bdi className="pv-cut">{name}</bdi>
    </span>
  );
}
