import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import styles from './ListPage.module.css';
import type { ListState } from './useListState';

const ORDERS = ['name', '-name', '-last_contact_at', 'last_contact_at', '-created_at', 'created_at'] as const;

/** The order, for phones: there the table has no heads to press. */
export function SortMenu({ list }: { list: ListState }) {
  const { t } = useTranslation('lists');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button className={styles.phoneOnly} variant="default" size="xs" leftSection={<Icon name="sort-ascending" size={14} />}>
          {t('sort.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ORDERS.map((order) => (
          <Menu.Item key={order} leftSection={<Icon name="check" size={14} className={order === list.sort ? undefined : styles.unseen} />} onClick={() => list.change({ sort: order })}>
            {t(`sort.${order}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
