import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { Avatar, Chip, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useCustomer } from '@/features/customers/useCustomers';

import { People } from './People';
import styles from './OrganisationPage.module.css';

/** One organisation with its people; its own profile and history are a customer's page. */
export function OrganisationPage() {
  const { organisationId = '' } = useParams();
  const { t } = useTranslation('lists');
  const { customer, query } = useCustomer(organisationId);
  if (query.isError && !customer) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!customer) return <SkeletonRows rows={8} />;
  return (
    <div className={styles.page}>
      <PageHeader
        title={customer.name}
        beside={
          <span className={styles.beside}>
            <Avatar name={customer.name} initials={customer.initials} size={28} square />
            {customer.city && <bdi className={styles.aside}>{customer.city}</bdi>}
            {customer.tags.map((tag) => (
              <Chip key={tag.name} tone={tag.tone}>
                {tag.name}
              </Chip>
            ))}
          </span>
        }
      >
        <Button variant="default" component={Link} to="/organisations" leftSection={<Icon name="building" />}>
          {t('area.organisations')}
        </Button>
        <Button component={Link} to={`/customers/${customer.id}`}>
          {t('people.profile')}
        </Button>
      </PageHeader>
      <People organisationId={customer.id} />
    </div>
  );
}
