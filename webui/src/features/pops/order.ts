import type { Pop } from '@/api';

/** How long a card that another agent answered, or that rang out, stays readable; ms. Twice what a clock may be wrong unnoticed. */
export const FAREWELL_MS = 3000;

/** Cards shown in full; the others are counted in one line. */
export const MOST_CARDS = 3;

const time = (iso: string | null) => (iso === null ? 0 : Date.parse(iso));

/** Whether the card says goodbye: it no longer rings, and tells why for a moment. */
export function isLeaving(pop: Pop, now: number): boolean {
  const told = pop.state === 'answered_elsewhere' || pop.state === 'missed';
  return told && pop.ended_at !== null && now - time(pop.ended_at) < FAREWELL_MS;
}

/** The cards of the column in ring order; `now` is the server's time in ms. Answered calls live in the call bar. */
export function inColumn(pops: readonly Pop[], now: number): Pop[] {
  return pops
    .filter((pop) => !pop.aside && (pop.state === 'ringing' || isLeaving(pop, now)))
    .sort((a, b) => time(a.started_at) - time(b.started_at) || a.id.localeCompare(b.id));
}

/** The card that takes the keys: the chosen one while it rings, else the first that rings. */
export function keyedCard(cards: readonly Pop[], chosen: string | null): Pop | null {
  const ringing = cards.filter((pop) => pop.state === 'ringing');
  return ringing.find((pop) => pop.id === chosen) ?? ringing[0] ?? null;
}

/** The card `step` places after the keyed one, going round at the ends. */
export function neighbour(cards: readonly Pop[], keyed: string | null, step: 1 | -1): Pop | null {
  const ringing = cards.filter((pop) => pop.state === 'ringing');
  if (ringing.length === 0) return null;
  const at = ringing.findIndex((pop) => pop.id === keyed);
  return ringing[(at + step + ringing.length) % ringing.length] ?? null;
}

/** The cards to draw: the first few, and always the keyed one. */
export function drawn(cards: readonly Pop[], keyed: string | null): Pop[] {
  const first = cards.slice(0, MOST_CARDS);
  const chosen = cards.find((pop) => pop.id === keyed);
  return chosen && !first.includes(chosen) ? [...first.slice(0, MOST_CARDS - 1), chosen] : first;
}

/** What it takes to say who calls: of a card, or of the call once it is answered. */
export type Offered = Pick<Pop, 'call_id' | 'number' | 'candidates' | 'caller_name'>;

/** Which body a card has. */
export type Caller = 'known' | 'several' | 'withheld' | 'unknown';

/** Who may be calling, as far as the hub knows. */
export function callerOf(pop: Pick<Pop, 'customer' | 'candidates' | 'withheld' | 'number'>): Caller {
  if (pop.customer) return 'known';
  if (pop.candidates.length > 0) return 'several';
  return pop.withheld || pop.number === null ? 'withheld' : 'unknown';
}
