import { Button } from '@mantine/core';
import { type RefObject, useEffect, useRef } from 'react';

import { Callout } from './Callout';
import styles from './EndOfList.module.css';

/** What an infinite query says about the pages that follow. */
export interface Following {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
}

interface Props {
  query: Following;
  /** The button's words; it is also what the keyboard uses. */
  more: string;
  /** Shown under a list that is read to its end. */
  end?: string;
  problem: (error: unknown) => string;
}

const AHEAD_PX = 400;

function useReached(mark: RefObject<HTMLElement | null>, active: boolean, onReach: () => void): void {
  const reach = useRef(onReach);
  useEffect(() => {
    reach.current = onReach;
  });
  useEffect(() => {
    if (!active || !mark.current) return;
    const watch = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && reach.current(), {
      rootMargin: `${AHEAD_PX}px`,
    });
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, [active, mark]);
}

/** The foot of an endless list: reads on by itself when it comes near, or at a press of its button. */
export function EndOfList({ query, more, end, problem }: Props) {
  const mark = useRef<HTMLDivElement>(null);
  const waiting = query.isFetchingNextPage || query.isFetchNextPageError;
  useReached(mark, query.hasNextPage && !waiting, () => void query.fetchNextPage());
  if (!query.hasNextPage) return end ? <p className={styles.end}>{end}</p> : null;
  return (
    <div ref={mark} className={styles.more}>
      {query.isFetchNextPageError && (
        <Callout tone="bad" alert>
          {problem(query.error)}
        </Callout>
      )}
      <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {more}
      </Button>
    </div>
  );
}
