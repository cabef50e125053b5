import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Chip } from '@/components';

import styles from './Imports.module.css';
import { useTargets } from './targets';
import type { Column, Import } from './types';

const SURE = 0.7;
const LEFT_OUT = '-';

interface Props {
  run: Import;
  onTarget: (index: number, target: string | null) => void;
}

/** Each column with some of its cells, and what it is taken for. */
export function MappingTable({ run, onTarget }: Props) {
  const { t } = useTranslation('imports');
  return (
    <div role="table" aria-label={t('mapping.title')} className={styles.mapping}>
      <div role="rowgroup">
        <div role="row" className={styles.mappingHead}>
          {(['column', 'samples', 'target'] as const).map((name) => (
            <span key={name} role="columnheader">
              {t(`mapping.${name}`)}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup">
        {run.columns.map((column) => (
          <ColumnRow key={column.index} column={column} onTarget={(target) => onTarget(column.index, target)} />
        ))}
      </div>
    </div>
  );
}

function ColumnRow({ column, onTarget }: { column: Column; onTarget: (target: string | null) => void }) {
  const { t } = useTranslation('imports');
  const { known, own } = useTargets();
  const data = [
    { group: t('mapping.none'), items: [{ value: LEFT_OUT, label: t('mapping.leaveOut') }] },
    { group: t('mapping.profile'), items: known },
    ...(own.length > 0 ? [{ group: t('mapping.own'), items: own }] : []),
  ];
  const unsure = column.target !== null && column.confidence < SURE;
  return (
    <div role="row" className={styles.mappingRow} data-out={column.target === null}>
      <span role="cell" className={styles.header}>
        <bdi>{column.header || t('mapping.unnamed')}</bdi>
      </span>
      <span role="cell" className={styles.samples}>
        {column.samples.slice(0, 3).map((sample, index) => (
          <bdi key={index} className="pv-cut" title={sample}>
            {sample}
          </bdi>
        ))}
      </span>
      <span role="cell" className={styles.target}>
        <Select
          aria-label={t('mapping.targetOf', { header: column.header })}
          data={data}
          value={column.target ?? LEFT_OUT}
          searchable
          allowDeselect={false}
          maxDropdownHeight={320}
          onChange={(value) => onTarget(value === LEFT_OUT ? null : value)}
        />
        {unsure && <Chip tone="warn">{t('mapping.unsure')}</Chip>}
      </span>
    </div>
  );
}
