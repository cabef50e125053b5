import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

import { EmptyState, ErrorState } from '@/components';

/** In place of a page that failed, or (`missing`) that does not exist. */
export function PageError({ missing }: { missing?: boolean }) {
  const error = useRouteError();
  const { t } = useTranslation('shell');
  if (missing) return <EmptyState page icon="search" title={t('missing.title')} text={t('missing.text')} />;
  return <ErrorState error={error} retry={() => window.location.reload()} />;
}
