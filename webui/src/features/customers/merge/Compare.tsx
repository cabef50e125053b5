import { Button, Radio } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { Customer } from '@/api';
import { Avatar, Callout, Chip, Icon, PhoneNumber } from '@/components';
import { useFormat } from '@/lib/format';

import { useCustomFields } from '../list/lookups';
import { FieldValue } from '../profile/FieldValue';
import { useFieldLabel } from '../profile/useFieldLabel';
import styles from './Merge.module.css';
import { chosenOf, type MergeRow, rowsOf, type Side, unionOfIdentities, unionOfTags } from './rows';
import { type Preview, useMerge } from './useMerge';
import { useMergeProblem } from './useMergeProblem';

/** Both sides, a value picked for each field, and what will come of it. */
export function Compare({ preview: { survivor, merged, conflicts } }: { preview: Preview }) {
  const { t } = useTranslation('merge');
  const navigate = useNavigate();
  const problem = useMergeProblem();
  const custom = useCustomFields();
  const [picked, setPicked] = useState<Record<string, Side>>({});
  const rows = rowsOf(conflicts, custom);
  const chosen = chosenOf(rows, picked);
  const merge = useMerge(survivor.id, merged.id);
  const done = (customer: Customer) => void navigate(`/customers/${customer.id}`, { state: { merged: merged.id }, replace: true });
  return (
    <form className={styles.compare} onSubmit={(event) => {
        event.preventDefault();
        merge.mutate(chosen, { onSuccess: done });
      }}>
      <div className={styles.sides}>
        <span />
        <Who customer={survivor} role={t('stays')} />
        <Who customer={merged} role={t('joins')} />
      </div>
      {rows.length === 0 && <p className={styles.same}>{t('same')}</p>}
      {rows.map((row) => (
        <Row key={row.key} row={row} side={chosen[row.key] ?? 'survivor'} survivor={survivor} merged={merged} onPick={(side) => setPicked({ ...picked, [row.key]: side })} />
      ))}
      <Union label={t('identities')}>
        {unionOfIdentities(survivor, merged).map((identity) => (
          <li key={identity.id}>
            <Icon name={identity.kind === 'email' ? 'mail' : 'phone'} size={14} />
            {identity.kind === 'phone' ? <PhoneNumber number={identity.display} /> : <bdi dir="ltr">{identity.display}</bdi>}
          </li>
        ))}
      </Union>
      <Union label={t('tags')}>
        {unionOfTags(survivor, merged).map((tag) => (
          <li key={tag.name}>
            <Chip tone={tag.tone}>{tag.name}</Chip>
          </li>
        ))}
      </Union>
      <Result rows={rows} chosen={chosen} survivor={survivor} merged={merged} />
      <div className={styles.foot}>
        {merge.isError && (
          <Callout tone="bad" alert>
            {t('failed', { reason: problem(merge.error) })}
          </Callout>
        )}
        <p>{t('explain')}</p>
        <Button type="submit" leftSection={<Icon name="git-merge" />} loading={merge.isPending}>
          {t('merge')}
        </Button>
      </div>
    </form>
  );
}

function Who({ customer, role }: { customer: Customer; role: string }) {
  const { t } = useTranslation('merge');
  const { month } = useFormat();
  return (
    <div className={styles.who}>
      <Avatar name={customer.name} initials={customer.initials} size={32} square={customer.kind === 'organisation'} />
      <div>
        <b>{customer.name}</b>
        <p>
          {role} · {t('since', { month: month(customer.created_at) })}
        </p>
      </div>
    </div>
  );
}

interface RowProps {
  row: MergeRow;
  side: Side;
  survivor: Customer;
  merged: Customer;
  onPick: (side: Side) => void;
}

function Row({ row, side, survivor, merged, onPick }: RowProps) {
  const label = useFieldLabel()(row.field);
  const choice = (name: Side, customer: Customer) => (
    <Radio
      value={name}
      size="xs"
      className={styles.choice}
      label={<FieldValue field={row.field} value={row[name]} customer={customer} />}
    />
  );
  return (
    <Radio.Group value={side} onChange={(value) => onPick(value)} aria-label={label}>
      <div className={styles.row}>
        <span className={styles.label}>{label}</span>
        {choice('survivor', survivor)}
        {choice('merged', merged)}
      </div>
    </Radio.Group>
  );
}

function Union({ label, children }: { label: string; children: ReactNode[] }) {
  const { t } = useTranslation('merge');
  if (children.length === 0) return null;
  return (
    <div className={styles.row}>
      <span className={styles.label}>{label}</span>
      <div className={styles.union}>
        <p>{t('both')}</p>
        <ul>{children}</ul>
      </div>
    </div>
  );
}

/** The one page that will be: the picked values together. */
function Result({ rows, chosen, survivor, merged }: { rows: MergeRow[]; chosen: Record<string, Side>; survivor: Customer; merged: Customer }) {
  const { t } = useTranslation('merge');
  const labelOf = useFieldLabel();
  const kept = rows.map((row) => ({ row, side: chosen[row.key] ?? 'survivor' }));
  const name = kept.find(({ row }) => row.key === 'name');
  const shown = name ? name.row[name.side] : survivor.name;
  return (
    <section className={styles.result} aria-label={t('result')} aria-live="polite">
      <h2>{t('result')}</h2>
      <p className={styles.who}>
        <Avatar name={shown} size={32} square={survivor.kind === 'organisation'} />
        <b>{shown}</b>
      </p>
      <dl>
        {kept
          .filter(({ row, side }) => row.key !== 'name' && row[side] !== '')
          .map(({ row, side }) => (
            <div key={row.key}>
              <dt>{labelOf(row.field)}</dt>
              <dd>
                <FieldValue field={row.field} value={row[side]} customer={side === 'survivor' ? survivor : merged} />
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
