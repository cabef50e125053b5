import type { KeyBinding } from './registry';

const NAMES: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Enter: '↵',
  Slash: '/',
};

/** The cap of a key: `KeyO` → `O`, `Digit1` → `1`. */
export function keyName(code: string): string {
  return NAMES[code] ?? code.replace(/^(Key|Digit)/, '');
}

/** All caps of a binding in the order they are pressed: `['Alt', '↓']`, `['G', 'D']`. */
export function keyCaps(binding: KeyBinding): string[] {
  if (binding.code === 'Slash' && binding.shift) return ['?'];
  const modifiers = [binding.ctrl && 'Ctrl', binding.alt && 'Alt', binding.shift && 'Shift'].filter((name) => typeof name === 'string');
  return [...(binding.after ? [keyName(binding.after)] : []), ...modifiers, keyName(binding.code)];
}
