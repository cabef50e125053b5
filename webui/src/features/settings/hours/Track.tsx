import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';

import { DAY, moved, rangeOf, spanAt, type SpanRow, STEP } from './week';
import styles from './Week.module.css';

interface Props {
  /** The day's name, for who cannot see the track. */
  name: string;
  spans: SpanRow[];
  /** Minutes into the day that the night before goes on. */
  night: number;
  disabled: boolean;
  onChange: (spans: SpanRow[]) => void;
}

type Part = 'start' | 'end' | 'both';
const share = (minutes: number) => `${(Math.min(minutes, DAY) / DAY) * 100}%`;

/** The day from midnight to midnight: spans are drawn, moved and stretched by pointer or arrow keys, added with a click. */
export function Track({ name, spans, night, disabled, onChange }: Props) {
  const { t } = useTranslation('hours');
  const { digits } = useFormat();
  const track = useRef<HTMLDivElement>(null);
  const held = useRef<{ part: Part; from: number; span: SpanRow } | null>(null);
  const minuteAt = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box) return 0;
    const along = document.dir === 'rtl' ? box.right - event.clientX : event.clientX - box.left;
    return (along / box.width) * DAY;
  };
  const replace = (key: number, span: SpanRow) => onChange(spans.map((one) => (one.key === key ? span : one)));
  const take = (span: SpanRow, part: Part) => (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    if (disabled || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { part, from: minuteAt(event), span };
  };
  const drag = (event: PointerEvent) => {
    if (!held.current) return;
    const { part, from, span } = held.current;
    const by = Math.round((minuteAt(event) - from) / STEP) * STEP;
    replace(span.key, moved(span, part, by));
  };
  const drop = () => (held.current = null);
  const press = (span: SpanRow, part: Part) => (event: KeyboardEvent) => {
    const side = document.dir === 'rtl' ? -1 : 1;
    const way = { ArrowRight: side, ArrowLeft: -side, ArrowUp: 1, ArrowDown: -1 }[event.code];
    if (way === undefined || disabled) return;
    event.preventDefault();
    replace(span.key, moved(span, part, way * (event.shiftKey ? 60 : STEP)));
  };
  const add = (event: PointerEvent) => {
    const span = disabled ? null : spanAt(spans, minuteAt(event));
    if (span && spans.length < 8) onChange([...spans, span]);
  };
  return (
    <div ref={track} className={styles.track} data-disabled={disabled} onPointerDown={add} onPointerMove={drag} onPointerUp={drop} onPointerCancel={drop}>
      {night > 0 && <span className={styles.night} style={{ inlineSize: share(night) }} title={t('week.night')} />}
      {spans.map((span) => {
        const range = rangeOf(span);
        if (!range || range[1] <= range[0]) return null;
        const [start, end] = range;
        const handle = (part: 'start' | 'end') => (
          <span
            role="slider"
            tabIndex={disabled ? -1 : 0}
            className={styles.handle}
            data-part={part}
            aria-label={t(`week.${part}Of`, { day: name })}
            aria-valuemin={0}
            aria-valuemax={part === 'end' ? DAY * 2 : DAY}
            aria-valuenow={part === 'end' ? end : start}
            aria-valuetext={digits(part === 'end' ? span.end : span.start)}
            aria-disabled={disabled}
            onPointerDown={take(span, part)}
            onKeyDown={press(span, part)}
          />
        );
        return (
          <span
            key={span.key}
            className={styles.block}
            data-next={span.next}
            style={{ insetInlineStart: share(start), inlineSize: `calc(${share(end)} - ${share(start)})` }}
            onPointerDown={take(span, 'both')}
          >
            {handle('start')}
            {handle('end')}
          </span>
        );
      })}
    </div>
  );
}
