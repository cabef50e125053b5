import { useEffect, useRef } from 'react';

import { useRingPrefs } from './prefs';
import { isSeen, notifying } from './turn';

/** A call that rings, as a notification tells it. */
export interface Told {
  id: string;
  title: string;
  body: string;
}

/** Whether the browser allows notifications; over plain HTTP it has none. */
export function notificationsAllowed(): NotificationPermission | 'none' {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'none';
}

function notify({ id, title, body }: Told): Notification | null {
  try {
    const notification = new Notification(title, { body, tag: id, lang: document.documentElement.lang });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return notification;
  } catch {
    // Phones allow notifications from a service worker only.
    return null;
  }
}

/** One desktop notification for each call that begins to ring while nobody looks at the hub; it goes when the call rings no more. */
export function useNotifications(calls: Told[]): void {
  const [{ notify: wanted }] = useRingPrefs();
  const shown = useRef(new Map<string, Notification | null>());
  const on = wanted && notificationsAllowed() === 'granted';
  useEffect(() => {
    notifying.want(on);
    return () => notifying.want(false);
  }, [on]);
  useEffect(() => {
    const known = shown.current;
    const ids = new Set(calls.map(({ id }) => id));
    for (const [id, notification] of known) {
      if (ids.has(id)) continue;
      notification?.close();
      known.delete(id);
    }
    for (const call of calls.filter(({ id }) => !known.has(id))) {
      known.set(call.id, null);
      if (!on || !notifying.held) continue;
      void isSeen().then((seen) => {
        if (!seen && known.has(call.id)) known.set(call.id, notify(call));
      });
    }
  });
  useEffect(() => {
    const known = shown.current;
    return () => known.forEach((notification) => notification?.close());
  }, []);
}
