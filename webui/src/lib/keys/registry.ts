/** Who wins when two places want one key: a call over a pop over the page over the shell. */
export type KeyScope = 'call' | 'pop' | 'page' | 'shell';

/** One key: `code` is KeyboardEvent.code, so it is the same physical key on a Persian layout. */
export interface KeyBinding {
  code: string;
  /** What it does, already translated: the overlay lists it. */
  label: string;
  run: () => void;
  /** Pressed after this key: `G` then `D`. */
  after?: string;
  alt?: boolean;
  shift?: boolean;
  ctrl?: boolean;
  /** Kept out of the overlay. */
  hidden?: boolean;
}

export interface Registered extends KeyBinding {
  scope: KeyScope;
}

const RANK: Record<KeyScope, number> = { call: 3, pop: 2, page: 1, shell: 0 };
const SEQUENCE_MS = 1_200;

/** What of a KeyboardEvent decides; kept small so that tests need no browser. */
export interface Press {
  code: string;
  alt: boolean;
  shift: boolean;
  ctrl: boolean;
  /** The person is writing in a field or choosing in a dialog. */
  typing: boolean;
  at: number;
}

/** Holds the bound keys and decides which one a press means. */
export class KeyRegistry {
  private bound = new Set<Registered>();
  private prefix: { code: string; at: number } | null = null;

  add(scope: KeyScope, bindings: KeyBinding[]): () => void {
    const added = bindings.map((binding) => ({ ...binding, scope }));
    added.forEach((binding) => this.bound.add(binding));
    return () => added.forEach((binding) => this.bound.delete(binding));
  }

  list(): Registered[] {
    return [...this.bound].filter((binding) => !binding.hidden).sort((a, b) => RANK[b.scope] - RANK[a.scope]);
  }

  /** The binding this press means, or null; remembers a prefix such as `G`. */
  match(press: Press): Registered | null {
    if (press.typing && !press.alt && !press.ctrl) return null;
    const prefix = this.prefix && press.at - this.prefix.at <= SEQUENCE_MS ? this.prefix.code : undefined;
    this.prefix = null;
    const found = this.best((binding) => fits(binding, press) && binding.after === prefix);
    if (found) return found;
    if ([...this.bound].some((binding) => binding.after === press.code)) this.prefix = { code: press.code, at: press.at };
    return prefix === undefined ? null : this.best((binding) => fits(binding, press) && binding.after === undefined);
  }

  private best(test: (binding: Registered) => boolean): Registered | null {
    const fitting = [...this.bound].filter(test);
    return fitting.sort((a, b) => RANK[b.scope] - RANK[a.scope])[0] ?? null;
  }
}

function fits(binding: KeyBinding, press: Press): boolean {
  return (
    binding.code === press.code &&
    Boolean(binding.alt) === press.alt &&
    Boolean(binding.shift) === press.shift &&
    Boolean(binding.ctrl) === press.ctrl
  );
}
