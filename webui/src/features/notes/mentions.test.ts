import { describe, expect, it } from 'vitest';

import { cut, namedIn, put, suggest, typingAt } from './mentions';

const people = [
  { id: '1', name: 'Sam Okafor' },
  { id: '2', name: 'Sam' },
  { id: '3', name: 'نگار رستمی' },
  { id: '4', name: 'Osama Bell' },
];
const names = (list: { name: string }[]) => list.map(({ name }) => name);

describe('naming somebody', () => {
  it('begins with an @ at the start of a word', () => {
    expect(typingAt('ask @sa', 7)).toEqual({ start: 4, query: 'sa' });
    expect(typingAt('سلام @نگ', 8)).toEqual({ start: 5, query: 'نگ' });
    expect(typingAt('mail a@b', 8)).toBeNull();
    expect(typingAt('@sam said he will call back', 27)).toBeNull();
    expect(typingAt('no', 2)).toBeNull();
  });

  it('finds by the beginning of any word, the name’s own first', () => {
    expect(names(suggest(people, 'sa'))).toEqual(['Sam', 'Sam Okafor']);
    expect(names(suggest(people, 'bell'))).toEqual(['Osama Bell']);
    expect(names(suggest(people, 'رست'))).toEqual(['نگار رستمی']);
    expect(names(suggest([{ id: '5', name: 'علی كریمي' }], 'علی کریمی'))).toHaveLength(1);
  });

  it('puts the name in place of what was typed and keeps what follows', () => {
    expect(put('ask @sa today', { start: 4, query: 'sa' }, 'Sam')).toEqual({ text: 'ask @Sam today', caret: 8 });
    expect(put('@', { start: 0, query: '' }, 'Sam')).toEqual({ text: '@Sam ', caret: 5 });
  });

  it('counts who is still named when the note is saved', () => {
    expect(names(namedIn('@Sam Okafor please', people))).toEqual(['Sam Okafor']);
    expect(names(namedIn('@Sam Okafor and @Sam', people))).toEqual(['Sam Okafor', 'Sam']);
    expect(namedIn('nobody', people)).toEqual([]);
  });

  it('marks names in what is read', () => {
    expect(cut('@Sam Okafor: ok', people)).toEqual([
      { text: '@Sam Okafor', who: '1' },
      { text: ': ok', who: null },
    ]);
    expect(cut('no (names)', [])).toEqual([{ text: 'no (names)', who: null }]);
  });
});
