import { useQuery } from '@tanstack/react-query';

import type { Extension } from '@/api';
import { http } from '@/lib/http';

const LAST = 'peyvand-extension';

/** All extensions with who holds them, sorted by number. */
export function useExtensions(enabled: boolean) {
  return useQuery({
    queryKey: ['extensions'],
    queryFn: async ({ signal }) => {
      const { items } = await http.get<{ items: Extension[] }>('/api/extensions', { signal });
      return items.sort((a, b) => a.number.localeCompare(b.number, undefined, { numeric: true }));
    },
    enabled,
  });
}

/** Keeps the extension of this desk, so that the next sign-in here takes it again. */
export function rememberExtension(id: string | null): void {
  if (id === null) localStorage.removeItem(LAST);
  else localStorage.setItem(LAST, id);
}

export function rememberedExtension(): string | undefined {
  return localStorage.getItem(LAST) ?? undefined;
}
