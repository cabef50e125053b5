import { Button, Checkbox, Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import { defaultColumns } from './columns';
import styles from './ListPage.module.css';
import { useColumnLabel } from './useColumnLabel';
import type { ListState } from './useListState';

/** Chooses what a row shows; remembered by this browser, and in the address. */
export function ColumnsMenu({ list }: { list: ListState }) {
  const { t } = useTranslation('lists');
  const label = useColumnLabel();
  const { columns, known, setColumns, area } = list;
  return (
    <Popover position="bottom-end" shadow="xl" radius="md" trapFocus>
      <Popover.Target>
        <Button className={styles.wideOnly} variant="default" size="xs" leftSection={<Icon name="columns-3" size={14} />}>
          {t('columns.button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('columns.button')}>
        <div className={styles.columns}>
          {known
            .filter((key) => key !== 'name')
            .map((key) => (
              <Checkbox
                key={key}
                size="xs"
                label={label(key)}
                checked={columns.includes(key)}
                onChange={(event) => setColumns(event.currentTarget.checked ? [...columns, key] : columns.filter((one) => one !== key))}
              />
            ))}
        </div>
        <Button variant="subtle" size="xs" onClick={() => setColumns(defaultColumns(area))}>
          {t('columns.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
