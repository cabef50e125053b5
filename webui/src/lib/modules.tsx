import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { EmptyState } from '@/components';
import { queryClient } from '@/lib/http';
import { sessionQuery, useModule } from '@/lib/session';

type LoadPage = () => Promise<{ Component: ComponentType }>;

function WhileOn({ module, children }: { module: string; children: ReactNode }) {
  const { t } = useTranslation('shell');
  if (useModule(module)) return <Suspense>{children}</Suspense>;
  return <EmptyState page icon="search" title={t('missing.title')} text={t('missing.text')} />;
}

/** A page of a part of the hub that can be switched off: while it is, the page is not there, and nothing of it is fetched. */
export function ofModule(module: string, load: LoadPage) {
  const Later = lazy(async () => ({ default: (await load()).Component }));
  return async () => {
    const session = await queryClient.query({ ...sessionQuery, staleTime: 'static' });
    const Page = session?.modules.includes(module) ? (await load()).Component : Later;
    return {
      Component: () => (
        <WhileOn module={module}>
          <Page />
        </WhileOn>
      ),
    };
  };
}
