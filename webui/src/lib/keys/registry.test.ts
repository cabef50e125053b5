import { describe, expect, it } from 'vitest';

import { keyCaps } from './names';
import { KeyRegistry, type Press } from './registry';

const press = (code: string, more: Partial<Press> = {}): Press => ({ code, alt: false, shift: false, ctrl: false, typing: false, at: 0, ...more });
const binding = (code: string, more = {}) => ({ code, label: code, run: () => undefined, ...more });

describe('keys', () => {
  it('give a call the key before a pop, and a pop before the page', () => {
    const keys = new KeyRegistry();
    keys.add('page', [binding('KeyN')]);
    const drop = keys.add('pop', [binding('KeyN')]);
    expect(keys.match(press('KeyN'))?.scope).toBe('pop');
    drop();
    expect(keys.match(press('KeyN'))?.scope).toBe('page');
  });

  it('are letters while somebody types, unless Alt or Ctrl is held', () => {
    const keys = new KeyRegistry();
    keys.add('shell', [binding('KeyK', { ctrl: true }), binding('KeyO'), binding('ArrowDown', { alt: true })]);
    expect(keys.match(press('KeyO', { typing: true }))).toBeNull();
    expect(keys.match(press('KeyK', { typing: true, ctrl: true }))).not.toBeNull();
    expect(keys.match(press('ArrowDown', { typing: true, alt: true }))).not.toBeNull();
  });

  it('follow G within a moment only', () => {
    const keys = new KeyRegistry();
    keys.add('shell', [binding('KeyD', { after: 'KeyG', label: 'desk' })]);
    expect(keys.match(press('KeyD'))).toBeNull();
    keys.match(press('KeyG', { at: 10 }));
    expect(keys.match(press('KeyD', { at: 500 }))?.label).toBe('desk');
    keys.match(press('KeyG', { at: 1_000 }));
    expect(keys.match(press('KeyD', { at: 9_000 }))).toBeNull();
  });

  it('have caps in the order they are pressed', () => {
    expect(keyCaps(binding('KeyD', { after: 'KeyG' }))).toEqual(['G', 'D']);
    expect(keyCaps(binding('ArrowDown', { alt: true }))).toEqual(['Alt', '↓']);
    expect(keyCaps(binding('Slash', { shift: true }))).toEqual(['?']);
  });
});
