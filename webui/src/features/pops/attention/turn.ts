type Listener = () => void;

/**
 * What only one of a browser's tabs should do. A web lock says whose turn it is: it ends with the tab, however that ends, and a frozen
 * tab lets go of it. Over plain HTTP there are no locks, and each tab takes every turn.
 */
export class Turn {
  held = false;
  private wanted = false;
  private stop: (() => void) | null = null;
  private listeners = new Set<Listener>();

  constructor(
    private readonly name: string,
    private readonly mode: LockMode = 'exclusive',
  ) {
    document.addEventListener('freeze', () => this.drop());
    document.addEventListener('resume', () => this.ask());
  }

  want(wanted: boolean): void {
    this.wanted = wanted;
    if (wanted) this.ask();
    else this.drop();
  }

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private ask(): void {
    if (!this.wanted || this.stop) return;
    if (!locks()) {
      this.got(() => undefined);
      return;
    }
    const asking = new AbortController();
    this.stop = () => asking.abort();
    const hold = () => {
      if (asking.signal.aborted) return undefined;
      return new Promise<void>((release) => this.got(release));
    };
    // Rejects when it is given up before it was granted.
    navigator.locks.request(this.name, { mode: this.mode, signal: asking.signal }, hold).catch(() => undefined);
  }

  private got(release: () => void): void {
    this.stop = release;
    this.tell(true);
  }

  private drop(): void {
    this.stop?.();
    this.stop = null;
    this.tell(false);
  }

  private tell(held: boolean): void {
    if (held === this.held) return;
    this.held = held;
    this.listeners.forEach((listener) => listener());
  }
}

const locks = (): LockManager | undefined => (navigator as Partial<Navigator>).locks;

/** Whether a tab of this browser, this one or another, has this turn. */
export async function isTaken(name: string): Promise<boolean> {
  const state = await locks()?.query();
  return state?.held?.some((lock) => lock.name === name) ?? false;
}

/** One tab makes the sound, */
export const ringing = new Turn('peyvand-ringing');
/** one shows the notifications, */
export const notifying = new Turn('peyvand-notifying');

const SEEN = 'peyvand-seen';
/** and every tab that is looked at says so: then nobody needs a notification. */
const seen = new Turn(SEEN, 'shared');
const look = () => seen.want(document.visibilityState === 'visible');
document.addEventListener('visibilitychange', look);
look();

/** Whether somebody looks at the hub in this browser. */
export async function isSeen(): Promise<boolean> {
  return document.visibilityState === 'visible' || (await isTaken(SEEN));
}
