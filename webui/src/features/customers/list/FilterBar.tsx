import { Button, CloseButton, Popover, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import { useConditionText } from './conditionText';
import { type Condition, groupOf, isGroup, modeOf, type Node, nodesOf, NOTHING, withNode } from './filter';
import styles from './FilterBar.module.css';
import { FilterEditor } from './FilterEditor';
import type { ListState } from './useListState';

const MOST = 20;

/** The conditions that narrow the list, each to be changed or taken away. */
export function FilterBar({ list }: { list: ListState }) {
  const { t } = useTranslation('lists');
  const nodes = nodesOf(list.filter);
  if (nodes.length === 0) return null;
  return (
    <div className={styles.bar} role="group" aria-label={t('filter.label')}>
      {nodes.length > 1 && (
        <SegmentedControl
          aria-label={t('filter.mode')}
          value={modeOf(list.filter)}
          onChange={(mode) => list.change({ filter: groupOf(mode, nodes) })}
          data={(['all', 'any'] as const).map((value) => ({ value, label: t(`filter.${value}`) }))}
        />
      )}
      {nodes.map((node, at) => (
        <NodeChip key={JSON.stringify(node)} node={node} onChange={(next) => list.change({ filter: withNode(list.filter, at, next) })} />
      ))}
      <Button variant="subtle" color="gray" size="xs" onClick={() => list.change({ filter: NOTHING })}>
        {t('filter.clear')}
      </Button>
    </div>
  );
}

function NodeChip({ node, onChange }: { node: Node; onChange: (node: Node | null) => void }) {
  const { t } = useTranslation('lists');
  const text = useConditionText()(node);
  const [open, setOpen] = useState(false);
  const done = (next: Condition | null) => {
    setOpen(false);
    if (next) onChange(next);
  };
  return (
    <div className={styles.chip}>
      <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="xl" radius="md" trapFocus>
        <Popover.Target>
          <button type="button" disabled={isGroup(node)} onClick={() => setOpen(true)}>
            <span className="pv-cut" dir="auto">
              {text}
            </span>
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('filter.edit')}>{!isGroup(node) && <FilterEditor initial={node} onDone={done} />}</Popover.Dropdown>
      </Popover>
      <CloseButton size={20} iconSize={12} aria-label={t('filter.remove', { text })} onClick={() => onChange(null)} />
    </div>
  );
}

interface AddProps {
  list: ListState;
  opened: boolean;
  onOpened: (opened: boolean) => void;
}

function Add({ list, opened, onOpened }: AddProps) {
  const { t } = useTranslation('lists');
  const count = nodesOf(list.filter).length;
  const add = (condition: Condition | null) => {
    onOpened(false);
    if (condition) list.change({ filter: withNode(list.filter, count, condition) });
  };
  return (
    <Popover opened={opened} onChange={onOpened} position="bottom-end" shadow="xl" radius="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" size="xs" disabled={count >= MOST} leftSection={<Icon name="filter" size={14} />} onClick={() => onOpened(!opened)}>
          {t('filter.button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filter.add')}>
        <FilterEditor initial={null} onDone={add} />
      </Popover.Dropdown>
    </Popover>
  );
}

FilterBar.Add = Add;
