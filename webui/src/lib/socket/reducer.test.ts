import { describe, expect, it } from 'vitest';

import { type LiveAction, type LiveState, reduce } from './reducer';
import { LiveStore } from './store';
import type { LiveEvent } from './types';

const ROOM = 'calls';
const entity = (id: string, version: number) => ({ id, version, state: `v${version}` });
const event = (key: string, version: number, data: unknown = entity(key, version)): LiveEvent => ({
  id: `${key}-${version}`, cursor: `c${version}`, room: ROOM, kind: 'call', key, version, data,
});
const joining: LiveAction = { type: 'joining', room: ROOM };
const snapshot = (...entities: ReturnType<typeof entity>[]): LiveAction => ({ type: 'snapshot', room: ROOM, cursor: 's', snapshot: { call: entities } });
const events = (...list: LiveEvent[]): LiveAction => ({ type: 'events', room: ROOM, events: list });

function living(actions: LiveAction[]): unknown[] {
  const store = new LiveStore();
  actions.forEach((action) => store.dispatch(action));
  return (store.list('call', ROOM) as { id: string }[]).sort((a, b) => a.id.localeCompare(b.id));
}

/** A small generator of repeatable orders (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled<T>(items: T[], next: () => number): T[] {
  return items.map((item) => ({ item, at: next() })).sort((a, b) => a.at - b.at).map(({ item }) => item);
}

describe('live updates', () => {
  const history = [event('a', 2), event('a', 4), event('b', 3), event('b', 6, null), event('c', 5), event('c', 7)];
  const fresh = living([joining, snapshot(entity('a', 4), entity('c', 7))]);

  it('give the same as a fresh snapshot, in any order and with duplicates', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const next = random(seed);
      const deliveries = shuffled([...history, ...history.filter(() => next() < 0.5)], next).map((one) => events(one));
      const at = Math.floor(next() * (deliveries.length + 1));
      deliveries.splice(at, 0, snapshot(entity('a', 2), entity('b', 3)));
      expect(living([joining, ...deliveries]), `seed ${seed}`).toEqual(fresh);
    }
  });

  it('lose what a later snapshot lacks, and do not bring it back by a late event', () => {
    expect(living([joining, snapshot(entity('a', 1)), joining, snapshot(), events(event('a', 1))])).toEqual([]);
  });

  it('keep what an event brought between the join and its answer', () => {
    expect(living([joining, events(event('a', 1)), snapshot()])).toEqual([entity('a', 1)]);
  });

  it('move the cursor by answers only, for an event may have overtaken a lost one', () => {
    const cursorOf = (state: LiveState) => state[ROOM]?.cursor;
    const joined = [joining, snapshot()].reduce(reduce, {});
    expect(cursorOf(reduce(joined, events(event('a', 9))))).toBe('s');
    expect(cursorOf(reduce(joined, { ...events(event('a', 9)), cursor: 'n' } as LiveAction))).toBe('n');
  });

  it('merge an entity of two rooms by its highest version', () => {
    const store = new LiveStore();
    store.dispatch({ type: 'snapshot', room: 'me', cursor: '1', snapshot: { call: [entity('a', 2)] } });
    store.dispatch({ type: 'snapshot', room: ROOM, cursor: '1', snapshot: { call: [entity('a', 3)] } });
    expect(store.list('call')).toEqual([entity('a', 3)]);
  });

  it('hand out the same array until something of that kind changes', () => {
    const store = new LiveStore();
    store.dispatch(snapshot(entity('a', 1)));
    const before = store.list('call', ROOM);
    store.dispatch({ type: 'snapshot', room: 'presence', cursor: '1', snapshot: { presence: [{ user_id: 'u', version: 1 }] } });
    expect(store.list('call', ROOM)).toBe(before);
  });
});
