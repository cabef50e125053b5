import { ListPage } from '@/features/customers/list/ListPage';

/** Organisations only. */
export function OrganisationsPage() {
  return <ListPage area="organisations" />;
}
