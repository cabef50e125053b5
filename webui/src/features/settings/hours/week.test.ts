import { describe, expect, it } from 'vitest';

import { bodyOf, clockOf, copied, dayOrder, faultsOf, formOf, minutesOf, moved, newSpan, spanAt, usualWeek, weekFaults } from './week';

const DAY = 1440;

describe('a time of day', () => {
  it('is read as people write it, in any digits', () => {
    expect(['9', '930', '9:30', '۰۹:۳۰', '24:00', '0:00'].map(minutesOf)).toEqual([540, 570, 570, 570, DAY, 0]);
    expect(['', '24:01', '9:60', 'nine', '-1'].map(minutesOf)).toEqual([null, null, null, null, null]);
    expect(minutesOf('0930')).toBe(570);
    expect(clockOf(545)).toBe('09:05');
  });
});

describe('a week', () => {
  it('begins on the reader’s first day', () => {
    expect(dayOrder('jalali')).toEqual([5, 6, 0, 1, 2, 3, 4]);
    expect(dayOrder('gregorian')[0]).toBe(0);
  });

  it('goes to the hub and back', () => {
    const week = usualWeek('jalali');
    const body = bodyOf(week);
    expect(body[4]).toEqual([]);
    expect(body[3]).toEqual([{ start: '09:00', end: '13:00', next_day: false }]);
    expect(bodyOf(formOf(body))).toEqual(body);
    expect(bodyOf([[{ key: 1, start: '۹', end: 'soon', next: false }]])[0]).toEqual([{ start: '09:00', end: 'soon', next_day: false }]);
  });

  it('tells what is wrong at its field', () => {
    expect(faultsOf([newSpan(540, 720), newSpan(700, 800)])).toEqual({ '1.start': 'overlap' });
    expect(faultsOf([newSpan(540, 720), newSpan(720, 800)])).toEqual({});
    expect(faultsOf([{ key: 1, start: '10:00', end: '09:00', next: false }])).toEqual({ '0.end': 'end_before_start' });
    expect(faultsOf([{ key: 1, start: '10:00', end: '10:00', next: false }])).toEqual({ '0.end': 'empty_span' });
    expect(faultsOf([{ key: 1, start: '10:00', end: '11:00', next: true }])).toEqual({ '0.end': 'span_too_long' });
    expect(faultsOf([{ key: 1, start: '', end: '11:00', next: false }])).toEqual({ '0.start': 'clock' });
    const night = usualWeek('gregorian').map((spans, day) => (day === 6 ? [newSpan(1320, DAY + 600)] : spans));
    expect(weekFaults(night)).toEqual({ '0.0.start': 'overlap' });
  });

  it('is copied from a day to others', () => {
    const week = copied(usualWeek('gregorian'), 0, [5, 6]);
    expect(bodyOf(week)[6]).toEqual([{ start: '09:00', end: '17:00', next_day: false }]);
    expect(new Set(week.flat().map(({ key }) => key)).size).toBe(7);
  });
});

describe('a span', () => {
  it('is moved within the day and never turned round', () => {
    const span = newSpan(540, 1020);
    expect(moved(span, 'start', 60)).toMatchObject({ start: '10:00', end: '17:00' });
    expect(moved(span, 'start', 900)).toMatchObject({ start: '16:45' });
    expect(moved(span, 'end', 900)).toMatchObject({ end: '24:00', next: false });
    expect(moved(span, 'both', -900)).toMatchObject({ start: '00:00', end: '08:00' });
    expect(moved(newSpan(1320, DAY + 360), 'end', 60)).toMatchObject({ end: '07:00', next: true });
  });

  it('is added where the track is free', () => {
    expect(spanAt([newSpan(540, 720)], 800)).toMatchObject({ start: '13:00', end: '17:00' });
    expect(spanAt([newSpan(540, 720)], 500)).toMatchObject({ start: '08:00', end: '09:00' });
    expect(spanAt([newSpan(540, 720)], 600)).toBeNull();
  });
});
