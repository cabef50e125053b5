import type { Opening } from './types';
import { useOpenStates, stateOfLine } from './useOpenStates';
import { useOpeningText } from './useOpeningText';
import styles from './OpenState.module.css';

/** How it stands: a mark with a shape of its own, and words. */
export function OpenState({ opening, from }: { opening: Opening; from?: number }) {
  const { text } = useOpeningText();
  return (
    <span className={styles.state} data-open={opening.open}>
      <i className={styles.mark} aria-hidden="true" />
      <span className={styles.words}>{text(opening, from)}</span>
    </span>
  );
}

/** The same of a line, small; nothing where no hours are kept. */
export function LineState({ lineId }: { lineId: string | null }) {
  const state = stateOfLine(useOpenStates(), lineId);
  return state ? <OpenState opening={state.opening} /> : null;
}
