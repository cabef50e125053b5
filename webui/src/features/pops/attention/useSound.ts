import { useEffect, useRef, useState, useSyncExternalStore } from 'react';

import { mayBeHeard, play } from './play';
import { useRingPrefs } from './prefs';
import { ringTone } from './tone';
import { isTaken, ringing } from './turn';

const TOUCHED = ['pointerup', 'keydown'] as const;

/** Whether this tab may be heard: null until it is known, and asked again with every click as long as it may not. */
function useHeard(sound: boolean, rings: boolean) {
  const [heard, setHeard] = useState<boolean | null>(null);
  /** Another tab rings for all: nobody needs to click here. */
  const [covered, setCovered] = useState(false);
  const settled = !sound || heard === true;
  useEffect(() => {
    if (settled) return;
    const look = async () => {
      const may = await mayBeHeard();
      setCovered(!may && (await isTaken('peyvand-ringing')));
      setHeard(may);
    };
    const onTouch = () => void look();
    onTouch();
    TOUCHED.forEach((name) => window.addEventListener(name, onTouch));
    document.addEventListener('visibilitychange', onTouch);
    return () => {
      TOUCHED.forEach((name) => window.removeEventListener(name, onTouch));
      document.removeEventListener('visibilitychange', onTouch);
    };
  }, [settled, rings]);
  return { heard, blocked: sound && heard === false && !covered, refuse: () => setHeard(false) };
}

/** Rings while `rings`, in one of the tabs that may be heard; `blocked` while none may. */
export function useSound(rings: boolean): { blocked: boolean; audio: React.RefObject<HTMLAudioElement | null> } {
  const [prefs] = useRingPrefs();
  const audio = useRef<HTMLAudioElement>(null);
  const { heard, blocked, refuse } = useHeard(prefs.sound, rings);
  const mine = useSyncExternalStore(ringing.subscribe, () => ringing.held);
  const on = rings && mine && prefs.sound;
  useEffect(() => {
    ringing.want(prefs.sound && heard === true);
    return () => ringing.want(false);
  }, [prefs.sound, heard]);
  useEffect(() => {
    const element = audio.current;
    if (!on || !element) return;
    let over = false;
    element.src ||= ringTone();
    void play(element, prefs).then((answer) => {
      if (over) element.pause();
      else if (answer === 'blocked') refuse();
    });
    return () => {
      over = true;
      element.pause();
      element.currentTime = 0;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `refuse` is new on each render but does the same
  }, [on, prefs]);
  return { blocked, audio };
}
