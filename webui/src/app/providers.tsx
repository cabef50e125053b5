import { DirectionProvider, localStorageColorSchemeManager, MantineProvider, useDirection, useMantineColorScheme } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import type { Language } from '@/api';
import { directionOf, switchLanguage } from '@/i18n';
import { queryClient } from '@/lib/http';
import { listenForKeys } from '@/lib/keys';
import { useSession } from '@/lib/session';
import { cssVariablesResolver, theme } from '@/theme/theme';

const schemes = localStorageColorSchemeManager({ key: 'peyvand-scheme' });

/** Follows the signed-in person's language and theme, and turns Mantine with the language. */
function Preferences({ children }: { children: ReactNode }) {
  const user = useSession()?.user;
  const { i18n } = useTranslation();
  const { setDirection } = useDirection();
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => setDirection(directionOf(i18n.language as Language)), [i18n.language, setDirection]);
  useEffect(() => {
    if (user) void switchLanguage(user.language);
  }, [user]);
  useEffect(() => {
    if (user) setColorScheme(user.theme);
  }, [user, setColorScheme]);
  useEffect(listenForKeys, []);
  return children;
}

export function Providers({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <DirectionProvider initialDirection={directionOf(document.documentElement.lang as Language)}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariablesResolver}
          colorSchemeManager={schemes}
          defaultColorScheme="auto"
        >
          <Preferences>{children}</Preferences>
        </MantineProvider>
      </DirectionProvider>
    </QueryClientProvider>
  );
}
