import type { RingPrefs } from './prefs';
import { silence } from './tone';

/** `elsewhere`: heard, but the chosen device is not there, so on the computer's own choice. */
export type Played = 'playing' | 'elsewhere' | 'blocked' | 'failed';

/** Whether the browser lets a page choose the device; over plain HTTP none does. */
export const choosesDevice = (): boolean => 'setSinkId' in HTMLMediaElement.prototype && 'mediaDevices' in navigator;

async function sendTo(audio: HTMLAudioElement, device: string): Promise<boolean> {
  if (!choosesDevice() || audio.sinkId === device) return true;
  try {
    await audio.setSinkId(device);
    return true;
  } catch {
    await audio.setSinkId('').catch(() => undefined);
    return false;
  }
}

/** Plays on the chosen device as loud as chosen. An element plays on in a background tab, where timers are slowed. */
export async function play(audio: HTMLAudioElement, { device, volume }: Pick<RingPrefs, 'device' | 'volume'>): Promise<Played> {
  audio.volume = volume;
  const there = await sendTo(audio, device);
  try {
    await audio.play();
    return there ? 'playing' : 'elsewhere';
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'blocked' : 'failed';
  }
}

/** Whether the browser would let this tab be heard now: before somebody clicked in it, most do not. */
export async function mayBeHeard(): Promise<boolean> {
  return (await play(new Audio(silence()), { device: '', volume: 1 })) !== 'blocked';
}
