import { ListPage } from './ListPage';

/** Everybody: persons and organisations. */
export function CustomersPage() {
  return <ListPage area="customers" />;
}
