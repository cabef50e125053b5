import { secondsSince, useFormat, useNow } from '@/lib/format';

interface Props {
  /** ISO time it counts from. */
  since: string;
  /** ISO time it stopped at; it runs without one. */
  until?: string | null;
  /** Stands still, e.g. while the connection is lost. */
  frozen?: boolean;
  className?: string;
}

/** A running clock, `00:24`. */
export function Timer({ since, until, frozen, className }: Props) {
  const { clock } = useFormat();
  const now = useNow(!until && !frozen);
  const seconds = secondsSince(since, until ? Date.parse(until) : now);
  return (
    <bdi dir="ltr" role="timer" className={['pv-num', className].filter(Boolean).join(' ')}>
      {clock(seconds)}
    </bdi>
  );
}
