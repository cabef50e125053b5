import { useTranslation } from 'react-i18next';

import { PageHeader } from '@/components';

export function HistoryPage() {
  const { t } = useTranslation('calls');
  return <PageHeader title={t('history.title')} />;
}
