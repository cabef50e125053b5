import { useTranslation } from 'react-i18next';

import { PageHeader } from '@/components';

export function DeskPage() {
  const { t } = useTranslation('calls');
  return <PageHeader title={t('desk.title')} />;
}
