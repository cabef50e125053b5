import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';

import type { LinkSettings, ShortLink } from '@/api';
import { http } from '@/lib/http';
import { replaceUrls, withShortLinks } from '@/lib/links';
import { useModule } from '@/lib/session';

/** Any address does to show the switch where none can be made. */
const NOWHERE = { base: 'https://example.invalid/', length: 7 };

/** Whether links of a text become short ones, and the text as long as it will be. */
export interface ShortLinks {
  /** Whether there is anything to choose. */
  offered: boolean;
  /** Whether the hub knows an address for them. */
  able: boolean;
  on: boolean;
  links: number;
  text: string;
  set: (on: boolean) => void;
}

/** Of these texts; what was chosen last is remembered in this browser. */
export function useShortLinks(text: string): ShortLinks {
  const module = useModule('links');
  const [chosen, choose] = useLocalStorage<boolean | null>({ key: 'peyvand-short-links', defaultValue: null, getInitialValueInEffect: false });
  const has = /https?:\/\//i.test(text) && hasUrl(text);
  const settings = useQuery({
    queryKey: ['link-settings'],
    enabled: module && has,
    staleTime: Infinity,
    queryFn: ({ signal }) => http.get<LinkSettings>('/api/links/settings', { signal }),
  });
  const base = settings.data?.base ?? null;
  const made = withShortLinks(text, base ?? NOWHERE.base, settings.data?.length ?? NOWHERE.length);
  const on = base !== null && made.links > 0 && (chosen ?? settings.data?.shorten ?? false);
  return { offered: module && settings.isSuccess && made.links > 0, able: base !== null, on, links: made.links, text: on ? made.text : text, set: choose };
}

function hasUrl(text: string): boolean {
  let found = false;
  replaceUrls(text, () => {
    found = true;
    return null;
  });
  return found;
}

/** The short links of a message; `version` is that of what shows them. */
export function useMessageLinks(message: string, version: number) {
  return useQuery({
    queryKey: ['message-links', message, version],
    queryFn: ({ signal }) => http.get<{ items: ShortLink[] }>(`/api/links/messages/${message}`, { signal }),
    placeholderData: (before) => before,
  });
}
