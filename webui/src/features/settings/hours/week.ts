import type { Calendar } from '@/api';
import type { HoursSpan } from '@/features/hours/types';
import { toAscii } from '@/lib/format';

export const DAY = 1440;
export const STEP = 15;
export const MOST_SPANS = 8;

/** A span as it is typed; `next`: its end lies on the day after. */
export interface SpanRow {
  key: number;
  start: string;
  end: string;
  next: boolean;
}

/** The spans of each weekday, Monday first. */
export type WeekForm = SpanRow[][];
export type Fault = 'clock' | 'empty_span' | 'end_before_start' | 'span_too_long' | 'overlap';
/** What is wrong, by where it is. */
export type Faults = Record<string, Fault>;

let keys = 0;

export const newSpan = (start: number, end: number): SpanRow => ({
  key: (keys += 1),
  start: clockOf(start),
  end: clockOf(end > DAY ? end - DAY : end),
  next: end > DAY,
});

/** Minutes of `9`, `930`, `9:30` or «۰۹:۳۰»; null where it is none. */
export function minutesOf(text: string): number | null {
  const found = /^(\d{1,2}):?(\d{2})?$/.exec(toAscii(text).trim());
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return Number(found[2] ?? 0) < 60 && minutes <= DAY ? minutes : null;
}

/** Minutes as `09:30`. */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Beginning and end in minutes, the end above 1440 where it is on the day after; null while it cannot be read. */
export function rangeOf(span: SpanRow): [number, number] | null {
  const start = minutesOf(span.start);
  const end = minutesOf(span.end);
  return start === null || end === null ? null : [start, end + (span.next ? DAY : 0)];
}

export const formOf = (week: HoursSpan[][]): WeekForm =>
  week.map((spans) => spans.map(({ start, end, next_day }) => ({ key: (keys += 1), start, end, next: next_day })));

const sent = (text: string) => {
  const minutes = minutesOf(text);
  return minutes === null ? text.trim() : clockOf(minutes);
};

/** As the hub takes it; what cannot be read is sent as it is, and told at its field. */
export const bodyOf = (week: WeekForm): HoursSpan[][] =>
  week.map((spans) => spans.map(({ start, end, next }) => ({ start: sent(start), end: sent(end), next_day: next })));

/** The weekdays (0 is Monday) in the reader's order: from Saturday in the Jalali calendar. */
export function dayOrder(calendar: Calendar): number[] {
  const first = calendar === 'jalali' ? 5 : 0;
  return Array.from({ length: 7 }, (_, place) => (first + place) % 7);
}

/** What is wrong in a day's spans, by `place.field`, in the hub's own codes. */
export function faultsOf(spans: SpanRow[]): Faults {
  const faults: Faults = {};
  spans.forEach((span, place) => {
    if (minutesOf(span.start) === null) faults[`${place}.start`] = 'clock';
    if (minutesOf(span.end) === null) faults[`${place}.end`] = 'clock';
    const range = rangeOf(span);
    if (!range) return;
    if (range[1] === range[0]) faults[`${place}.end`] = 'empty_span';
    else if (range[1] < range[0]) faults[`${place}.end`] = 'end_before_start';
    else if (range[1] - range[0] > DAY) faults[`${place}.end`] = 'span_too_long';
  });
  spans.forEach((span, place) => {
    const range = rangeOf(span);
    const covered = (other: SpanRow) => {
      const another = rangeOf(other);
      return other !== span && range && another && another[0] <= range[0] && range[0] < another[1] && (another[0] < range[0] || spans.indexOf(other) < place);
    };
    if (spans.some(covered)) faults[`${place}.start`] ??= 'overlap';
  });
  return faults;
}

/** Of a whole week, by `day.place.field`; also a night that runs into the next morning's hours. */
export function weekFaults(week: WeekForm): Faults {
  const faults: Faults = {};
  week.forEach((spans, day) => {
    for (const [path, code] of Object.entries(faultsOf(spans))) faults[`${day}.${path}`] = code;
    const night = Math.max(0, ...(week[(day + 6) % 7] ?? []).map((span) => (rangeOf(span)?.[1] ?? 0) - DAY));
    spans.forEach((span, place) => {
      const range = rangeOf(span);
      if (range && range[0] < night) faults[`${day}.${place}.start`] ??= 'overlap';
    });
  });
  return faults;
}

/** A new span in the largest gap of the day, at most eight hours from nine or the last end. */
export function nextSpan(spans: SpanRow[]): SpanRow {
  if (spans.length === 0) return newSpan(540, 1020);
  const last = Math.max(...spans.map((span) => rangeOf(span)?.[1] ?? 0));
  const start = Math.min(last + 60, DAY - 60);
  return newSpan(start, Math.min(start + 240, DAY));
}

/** A span around a place of the track that is free. */
export function spanAt(spans: SpanRow[], minute: number): SpanRow | null {
  const ranges = spans.flatMap((span) => [rangeOf(span) ?? [0, 0]]);
  if (ranges.some(([start = 0, end = 0]) => start <= minute && minute < end)) return null;
  const before = Math.max(0, ...ranges.map(([, end = 0]) => (end <= minute ? end : 0)));
  const after = Math.min(DAY, ...ranges.map(([start = 0]) => (start > minute ? start : DAY)));
  const start = Math.max(before, Math.floor(minute / 60) * 60);
  return newSpan(start, Math.min(after, start + 240));
}

/** The span with one end, or both, moved by the pointer or the keyboard; it stays a span within the day. */
export function moved(span: SpanRow, part: 'start' | 'end' | 'both', minutes: number): SpanRow {
  const range = rangeOf(span);
  if (!range) return span;
  let [start, end] = range;
  const most = span.next ? Math.min(2 * DAY, start + DAY) : DAY;
  if (part === 'both') {
    const shift = Math.min(Math.max(minutes, -start), (span.next ? 2 * DAY : DAY) - end, DAY - STEP - start);
    start += shift;
    end += shift;
    if (span.next && end <= DAY) return { ...span, start: clockOf(start), end: clockOf(end), next: false };
  } else if (part === 'start') {
    start = Math.min(Math.max(0, start + minutes), end - STEP, DAY - STEP);
    if (end - start > DAY) start = end - DAY;
  } else end = Math.min(Math.max(start + STEP, end + minutes), most);
  return { ...span, start: clockOf(start), end: clockOf(end > DAY ? end - DAY : end), next: end > DAY };
}

/** The same spans on other days. */
export function copied(week: WeekForm, from: number, to: number[]): WeekForm {
  const source = week[from] ?? [];
  return week.map((spans, day) => (day !== from && to.includes(day) ? source.map((span) => ({ ...span, key: (keys += 1) })) : spans));
}

/** What a new calendar begins with. */
export function usualWeek(calendar: Calendar): WeekForm {
  const whole = [540, 1020] as const;
  const half = [540, 780] as const;
  const days = calendar === 'jalali' ? [whole, whole, whole, half, null, whole, whole] : [whole, whole, whole, whole, whole, null, null];
  return days.map((day) => (day ? [newSpan(day[0], day[1])] : []));
}
