import { useFormat, useNow } from '@/lib/format';

/** What is left until `until` (ISO), `00:24`; stands at nought until the hub says what comes next. */
export function Countdown({ until, frozen }: { until: string; frozen: boolean }) {
  const { clock } = useFormat();
  const now = useNow(!frozen);
  return (
    <bdi dir="ltr" role="timer" className="pv-num">
      {clock(Math.max(0, Math.ceil((Date.parse(until) - now) / 1000)))}
    </bdi>
  );
}
