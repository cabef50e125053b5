import { useEffect, useRef } from 'react';

import { notificationsAllowed } from '@/features/pops/attention/useNotifications';
import { hubNow } from '@/lib/clock';

interface Told {
  id: string;
  at: string;
  title: string;
  body: string;
}

const FRESH_MS = 120_000;

/** Tells a reminder on the desktop while nobody looks at the hub, once; its tag makes one of several tabs'. */
export function useDesktop(reminders: Told[]): void {
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const { id, at, title, body } of reminders) {
      if (told.current.has(id)) continue;
      told.current.add(id);
      const fresh = hubNow() - Date.parse(at) < FRESH_MS;
      if (!fresh || !document.hidden || notificationsAllowed() !== 'granted') continue;
      try {
        const notification = new Notification(title, { body, tag: id, lang: document.documentElement.lang });
        notification.onclick = () => {
          window.focus();
          notification.close();
        };
      } catch {
        // Phones allow notifications from a service worker only.
      }
    }
  });
}
