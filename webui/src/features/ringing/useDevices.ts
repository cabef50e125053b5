import { useEffect, useState } from 'react';

import { choosesDevice } from '@/features/pops/attention/play';

/** A device that can be rung on. */
export interface Output {
  id: string;
  name: string;
}

async function list(): Promise<Output[]> {
  const found = await navigator.mediaDevices.enumerateDevices();
  // The computer's own choice is offered apart from these.
  const outputs = found.filter(({ kind, deviceId, label }) => kind === 'audiooutput' && label !== '' && deviceId !== 'default');
  return outputs.map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

/** The devices that can be heard. Browsers name them only to a page that was allowed the microphone: `name` asks for it, and lets go at once. */
export function useDevices() {
  const [devices, setDevices] = useState<Output[]>([]);
  const [refused, setRefused] = useState(false);
  const able = choosesDevice();
  useEffect(() => {
    if (!able) return;
    const look = () => void list().then(setDevices, () => undefined);
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => navigator.mediaDevices.removeEventListener('devicechange', look);
  }, [able]);
  const name = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      stream.getTracks().forEach((track) => track.stop());
      setDevices(await list());
      setRefused(false);
    } catch {
      setRefused(true);
    }
  };
  return { able, devices, refused, name };
}
