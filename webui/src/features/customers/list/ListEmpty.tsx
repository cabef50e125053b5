import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { EmptyState, Icon } from '@/components';
import { useCan } from '@/lib/session';

import { nodesOf, NOTHING } from './filter';
import type { ListState } from './useListState';

/** A list without rows: because nothing matches, or because there is nobody yet. */
export function ListEmpty({ list, narrowed, onCreate }: { list: ListState; narrowed: boolean; onCreate: (() => void) | null }) {
  const { t } = useTranslation(['customers', 'lists']);
  const imports = useCan('customers:import');
  const q = list.query.q;
  const clear = () => {
    list.search('');
    list.change({ q: '', filter: NOTHING, mine: false });
  };
  const filtered = nodesOf(list.filter).length > 0 || list.mine;
  if (narrowed && filtered)
    return (
      <EmptyState icon="filter" title={t('lists:none.filtered')} text={t('lists:none.filteredText')}>
        <Button variant="default" onClick={clear}>
          {t('lists:filter.clear')}
        </Button>
      </EmptyState>
    );
  return (
    <EmptyState
      icon={narrowed ? 'search' : list.area === 'organisations' ? 'building' : 'users'}
      title={narrowed ? t('customers:empty.none', { q }) : t(list.area === 'organisations' ? 'lists:none.organisations' : 'customers:empty.title')}
      text={narrowed ? t('customers:empty.noneHint') : t(list.area === 'organisations' ? 'lists:none.organisationsText' : 'customers:empty.text')}
    >
      {onCreate && (
        <Button leftSection={<Icon name="user-plus" />} onClick={onCreate}>
          {t('customers:new')}
        </Button>
      )}
      {imports && !narrowed && (
        <Button variant="default" component={Link} to="/imports/new" leftSection={<Icon name="file-import" />}>
          {t('lists:importFile')}
        </Button>
      )}
    </EmptyState>
  );
}
