import { useEffect, useRef, useState } from 'react';

import { play, type Played } from '@/features/pops/attention/play';
import type { RingPrefs } from '@/features/pops/attention/prefs';
import { ringTone } from '@/features/pops/attention/tone';

/** Rings once, as a call would; `answer` says what came of it. */
export function useTestTone() {
  const [answer, setAnswer] = useState<Played | null>(null);
  const audio = useRef<HTMLAudioElement | null>(null);
  useEffect(() => () => audio.current?.pause(), []);
  const ring = async (prefs: RingPrefs) => {
    audio.current?.pause();
    audio.current = new Audio(ringTone());
    setAnswer(await play(audio.current, prefs));
  };
  return { answer, ring };
}
