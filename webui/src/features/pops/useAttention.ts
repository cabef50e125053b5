import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Pop } from '@/api';
import { useNameOf } from '@/features/calls/who';
import { useFormat } from '@/lib/format';

/** Keeps `text` in the tab's title while it is not null, whatever the page below it is called meanwhile. */
function useTabTitle(text: string | null): void {
  useEffect(() => {
    const element = document.querySelector('title');
    if (text === null || !element) return;
    let page = document.title;
    const show = () => {
      if (document.title === text) return;
      page = document.title;
      document.title = text;
    };
    show();
    const watch = new MutationObserver(show);
    watch.observe(element, { childList: true, characterData: true, subtree: true });
    return () => {
      watch.disconnect();
      document.title = page;
    };
  }, [text]);
}

/** One desktop notification for each call that rings while the tab is hidden; the tag keeps two tabs from doubling it. */
function useNotifications(ringing: Pop[], textOf: (pop: Pop) => { title: string; body: string }): void {
  const shown = useRef(new Map<string, Notification | null>());
  useEffect(() => {
    const open = shown.current;
    const ids = new Set(ringing.map(({ id }) => id));
    for (const [id, notification] of open) {
      if (ids.has(id)) continue;
      notification?.close();
      open.delete(id);
    }
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    for (const pop of ringing.filter(({ id }) => !open.has(id))) {
      open.set(pop.id, document.hidden ? notify(pop.id, textOf(pop)) : null);
    }
  });
}

function notify(tag: string, { title, body }: { title: string; body: string }): Notification | null {
  try {
    const notification = new Notification(title, { body, tag, lang: document.documentElement.lang });
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

/** Calls the agent back to a tab in the background: its title, and a desktop notification where that was allowed. */
export function useAttention(ringing: Pop[]): void {
  const { t } = useTranslation('pops');
  const { digits } = useFormat();
  const nameOf = useNameOf();
  const first = ringing[0];
  useTabTitle(first ? t('pageTitle', { shown: digits(ringing.length), who: nameOf(first) }) : null);
  useNotifications(ringing, (pop) => ({
    title: t('announce', { who: nameOf(pop) }),
    body: [pop.queue, pop.number && `\u2066${digits(pop.number.display)}\u2069`].filter(Boolean).join(t('comma')),
  }));
}
