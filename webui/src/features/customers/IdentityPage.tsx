import { useTranslation } from 'react-i18next';

import { PageHeader } from '@/components';

export function IdentityPage() {
  const { t } = useTranslation('customers');
  return <PageHeader title={t('number.title')} />;
}
