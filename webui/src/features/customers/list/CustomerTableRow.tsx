import { Checkbox } from '@mantine/core';
import { memo, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Avatar, Chip, PhoneNumber } from '@/components';
import { useFormat } from '@/lib/format';

import type { ColumnKey } from './columns';
import styles from './CustomerTable.module.css';
import { useColleagues } from './lookups';
import type { Row } from './types';

interface Props {
  row: Row;
  columns: ColumnKey[];
  /** Ticked or not; null where rows cannot be ticked. */
  chosen: boolean | null;
  onTick: (upTo: boolean) => void;
}

/** One customer: a row, or on a phone a card. */
export function CustomerTableRow({ row, columns, chosen, onTick }: Props) {
  const { t } = useTranslation('lists');
  const click = (event: MouseEvent) => onTick(event.shiftKey);
  return (
    <div role="row" className={styles.row} data-row={row.id} data-chosen={chosen} aria-selected={chosen ?? undefined}>
      {chosen !== null && (
        <span role="cell" className={styles.tick}>
          <Checkbox size="xs" aria-label={t('select.one', { name: row.name })} checked={chosen} onClick={click} onChange={() => undefined} />
        </span>
      )}
      {columns.map((column) => (
        <span key={column} role="cell" className={styles.cell} data-column={column}>
          <Cell row={row} column={column} />
        </span>
      ))}
    </div>
  );
}

const Cell = memo(function Cell({ row, column }: { row: Row; column: ColumnKey }): ReactNode {
  const { when, number } = useFormat();
  switch (column) {
    case 'name':
      return <Name row={row} />;
    case 'number':
      return row.number && <PhoneNumber number={row.number} className="pv-cut" />;
    case 'email':
      return row.email && (
        <bdi dir="ltr" className="pv-cut">
          {row.email}
        </bdi>
      );
    case 'organisation':
      return <Text text={row.organisation} />;
    case 'city':
    case 'stage':
      return <Text text={row[column]} />;
    case 'owner':
      return row.owner && <Person name={row.owner.name} initials={row.owner.initials} />;
    case 'tags':
      return <Tags row={row} />;
    case 'people':
      return row.people ? <Link to={`/organisations/${row.id}`}>{number(row.people)}</Link> : null;
    case 'last_contact_at':
    case 'created_at': {
      const at = row[column];
      return at && <time dateTime={at}>{when(at)}</time>;
    }
    default:
      return <Custom value={row.fields[column.slice('fields.'.length)]} />;
  }
});

function Name({ row }: { row: Row }) {
  const { t } = useTranslation('customers');
  const second = row.job_title ?? (row.kind === 'organisation' ? t('kind.organisation') : null);
  return (
    <span className={styles.name}>
      <Avatar name={row.name} initials={row.initials} size={28} square={row.kind === 'organisation'} />
      <span className={styles.lines}>
        <Link to={`/customers/${row.id}`} className="pv-cut" data-name title={row.name}>
          <bdi>{row.name}</bdi>
        </Link>
        {second && (
          <span className={styles.second}>
            <bdi>{second}</bdi>
          </span>
        )}
      </span>
    </span>
  );
}

function Text({ text }: { text: string | null | undefined }) {
  return text ? (
    <bdi className="pv-cut" title={text}>
      {text}
    </bdi>
  ) : null;
}

function Person({ name, initials }: { name: string; initials: string }) {
  return (
    <span className={styles.person}>
      <Avatar name={name} initials={initials} size={20} />
      <bdi className="pv-cut">{name}</bdi>
    </span>
  );
}

const SHOWN_TAGS = 2;

function Tags({ row }: { row: Row }) {
  const { digits } = useFormat();
  const rest = row.tags.slice(SHOWN_TAGS).map(({ name }) => name);
  return (
    <span className={styles.tags}>
      {row.tags.slice(0, SHOWN_TAGS).map((tag) => (
        <Chip key={tag.name} tone={tag.tone}>
          {tag.name}
        </Chip>
      ))}
      {rest.length > 0 && (
        <span className={styles.rest} title={rest.join('\n')}>
          {digits(`+${rest.length}`)}
        </span>
      )}
    </span>
  );
}

/** A custom value: a day, a number, a link, somebody's name, or text. */
function Custom({ value }: { value: unknown }): ReactNode {
  const { day, number } = useFormat();
  const colleagues = useColleagues();
  if (typeof value === 'number') return number(value);
  if (typeof value !== 'string' || value === '') return null;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return day(`${value}T12:00:00Z`);
  if (/^https?:\/\//.test(value))
    return (
      <a href={value} target="_blank" rel="noreferrer" dir="ltr" className="pv-cut">
        {value.replace(/^https?:\/\//, '')}
      </a>
    );
  return <Text text={colleagues.find(({ id }) => id === value)?.name ?? value} />;
}
