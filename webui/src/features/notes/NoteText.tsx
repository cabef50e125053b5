import { useMemo } from 'react';

import { useSession } from '@/lib/session';

import { cut, type Nameable } from './mentions';
import styles from './Notes.module.css';

/** A note's words with those it names marked, oneself more than others. */
export function NoteText({ text, mentions, className }: { text: string; mentions: readonly Nameable[]; className?: string }) {
  const me = useSession()?.user.id;
  const pieces = useMemo(() => cut(text, mentions), [text, mentions]);
  return (
    <p className={className} dir="auto">
      {pieces.map((piece, index) =>
        piece.who === null ? (
          piece.text
        ) : (
          <span key={index} className={styles.mention} data-me={piece.who === me}>
            {piece.text}
          </span>
        ),
      )}
    </p>
  );
}
