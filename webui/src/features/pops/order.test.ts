import { describe, expect, it } from 'vitest';

import type { Pop } from '@/api';

import { callerOf, drawn, inColumn, isLeaving, keyedCard, neighbour } from './order';
import { pop } from './samples';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 10, 0, seconds)).toISOString();
const now = Date.parse(at(30));
const ids = (pops: Pop[]) => pops.map(({ id }) => id);

describe('the column', () => {
  it('keeps ring order whatever order the events came in', () => {
    const cards = inColumn([pop({ id: 'b', started_at: at(5) }), pop({ id: 'a', started_at: at(1) })], now);
    expect(ids(cards)).toEqual(['a', 'b']);
  });

  it('leaves out what is answered, ended or put aside', () => {
    const pops = [
      pop({ id: 'talking', state: 'answered' }),
      pop({ id: 'over', state: 'ended', ended_at: at(29) }),
      pop({ id: 'aside', aside: true }),
      pop({ id: 'rings' }),
    ];
    expect(ids(inColumn(pops, now))).toEqual(['rings']);
  });

  it('says who answered for some seconds, then lets the card go', () => {
    const gone = pop({ state: 'answered_elsewhere', ended_at: at(30) });
    expect(isLeaving(gone, now + 2900)).toBe(true);
    expect(isLeaving(gone, now + 3000)).toBe(false);
  });
});

describe('the keys', () => {
  const cards = [pop({ id: '1' }), pop({ id: '2', state: 'missed', ended_at: at(30) }), pop({ id: '3' }), pop({ id: '4' })];

  it('go to the first ringing card until another is chosen', () => {
    expect(keyedCard(cards, null)?.id).toBe('1');
    expect(keyedCard(cards, '3')?.id).toBe('3');
  });

  it('fall back when the chosen card stops ringing', () => {
    expect(keyedCard(cards, '2')?.id).toBe('1');
    expect(keyedCard([], '2')).toBeNull();
  });

  it('move round over the ringing cards only', () => {
    expect(neighbour(cards, '1', 1)?.id).toBe('3');
    expect(neighbour(cards, '4', 1)?.id).toBe('1');
    expect(neighbour(cards, '1', -1)?.id).toBe('4');
  });

  it('always draw the keyed card', () => {
    expect(ids(drawn(cards, '4'))).toEqual(['1', '2', '4']);
    expect(ids(drawn(cards, '1'))).toEqual(['1', '2', '3']);
  });
});

describe('the caller', () => {
  it('is known, one of several, withheld or unknown', () => {
    const known = pop({});
    expect(callerOf(known)).toBe('known');
    expect(callerOf(pop({ customer: null, candidates: [known.customer!] }))).toBe('several');
    expect(callerOf(pop({ customer: null, withheld: true, number: null }))).toBe('withheld');
    expect(callerOf(pop({ customer: null }))).toBe('unknown');
  });
});
