import { useTranslation } from 'react-i18next';

import { PageHeader } from '@/components';

export function CustomerPage() {
  const { t } = useTranslation('customers');
  return <PageHeader title={t('title')} />;
}
