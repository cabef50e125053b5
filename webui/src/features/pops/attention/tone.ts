const RATE = 8_000;
const HEADER = 44;
/** Seconds of the two bursts of a ring, and after how many it begins again. */
const BURSTS = [
  [0, 0.4],
  [0.6, 1.0],
] as const;
const RING = 3;
const FADE = 0.02;

/** The wave at a second, from -1 to 1: two tones that beat, faded at both ends so that nothing clicks. */
function wave(second: number): number {
  const burst = BURSTS.find(([from, to]) => second >= from && second < to);
  if (!burst) return 0;
  const fade = Math.min(1, (second - burst[0]) / FADE, (burst[1] - second) / FADE);
  return 0.4 * fade * (Math.sin(2 * Math.PI * 440 * second) + Math.sin(2 * Math.PI * 554 * second));
}

function wav(seconds: number, at: (second: number) => number): Blob {
  const count = seconds * RATE;
  const view = new DataView(new ArrayBuffer(HEADER + 2 * count));
  const word = (offset: number, text: string) => [...text].forEach((letter, index) => view.setUint8(offset + index, letter.charCodeAt(0)));
  word(0, 'RIFF');
  view.setUint32(4, HEADER - 8 + 2 * count, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); // what follows: plain samples, one channel of 16 bits
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, 2 * count, true);
  for (let index = 0; index < count; index += 1) view.setInt16(HEADER + 2 * index, Math.round(at(index / RATE) * 32_767), true);
  return new Blob([view], { type: 'audio/wav' });
}

/** The sound's address, made once and kept: a page rings often. */
function kept(make: () => Blob): () => string {
  let url: string | null = null;
  return () => (url ??= URL.createObjectURL(make()));
}

/** The ring tone, one ring and its pause. Made here: nothing is fetched while the phone rings. */
export const ringTone = kept(() => wav(RING, wave));

/** Nothing to be heard, to find out whether the browser would let us be. */
export const silence = kept(() => wav(0.1, () => 0));
