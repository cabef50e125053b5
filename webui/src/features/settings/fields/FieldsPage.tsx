import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CustomField } from '@/api';
import { Callout, EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import { DeleteDialog } from '../DeleteDialog';
import { MoveButtons } from '../MoveButtons';
import page from '../page.module.css';
import { FieldDialog } from './FieldDialog';
import styles from './Fields.module.css';
import { KIND_ICONS, useChangeField, useFields } from './useFields';

interface RowProps {
  field: CustomField;
  index: number;
  count: number;
  onEdit: () => void;
  onArchive: () => void;
  onChange: (change: { position?: number; archived?: boolean }) => void;
}

function Row({ field, index, count, onEdit, onArchive, onChange }: RowProps) {
  const { t } = useTranslation('fields');
  const { number } = useFormat();
  const { label, options, archived } = field;
  const kind = field.kind;
  return (
    <article className={[page.row, styles.field].join(' ')} data-off={archived}>
      <div className={page.who}>
        <span className={styles.kind}>
          <Icon name={KIND_ICONS[kind]} size={18} />
        </span>
        <div className={page.names}>
          <b className="pv-cut">
            <bdi>{label}</bdi>
          </b>
          <span className={[page.aside, 'pv-cut'].join(' ')}>
            {t(`kind.${kind}`)}
            {kind === 'choice' && ` · ${t('optionCount', { count: options.length, shown: number(options.length) })}`}
          </span>
        </div>
      </div>
      <span className={[page.aside, page.wide].join(' ')}>{t(`applies.${field.applies_to as 'both'}`)}</span>
      <bdi dir="ltr" className={[page.aside, page.wide, page.mail, 'pv-cut'].join(' ')}>{field.key}</bdi>
      <div className={page.actions}>
        {archived ? (
          <Button size="xs" variant="default" onClick={() => onChange({ archived: false })} aria-label={t('restoreOne', { name: label })}>
            {t('restore')}
          </Button>
        ) : (
          <>
            <span className={page.wide}>
              <MoveButtons name={label} index={index} count={count} onMove={(position) => onChange({ position })} />
            </span>
            <ActionIcon onClick={onEdit} aria-label={t('editOne', { name: label })}>
              <Icon name="edit" />
            </ActionIcon>
            <ActionIcon onClick={onArchive} aria-label={t('archiveOne', { name: label })}>
              <Icon name="inbox" />
            </ActionIcon>
          </>
        )}
      </div>
    </article>
  );
}

/** The organisation's own fields of customers. */
export function FieldsPage() {
  const { t } = useTranslation(['fields', 'settings']);
  const text = useProblemText();
  const { fields, isPending, error, refetch } = useFields();
  const change = useChangeField();
  const [editing, setEditing] = useState<CustomField | 'new' | null>(null);
  const [archiving, setArchiving] = useState<CustomField | null>(null);
  const groups = [false, true].map((archived) => (fields ?? []).filter((field) => field.archived === archived));
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.fields')}>
        <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
          {t('fields:add')}
        </Button>
      </PageHeader>
      <div className={page.body}>
        {isPending && <SkeletonRows rows={4} tile />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {change.error && <Callout tone="bad" alert title={text(change.error)} />}
        {fields?.length === 0 && <EmptyState icon="template" title={t('fields:empty.title')} text={t('fields:empty.text')} />}
        {groups.map(
          (group, archived) =>
            group.length > 0 && (
              <section key={archived} className={styles.group}>
                {archived === 1 && <h2>{t('fields:archived')}</h2>}
                <div className={page.list}>
                  {group.map((field, index) => (
                    <Row
                      key={field.id}
                      field={field}
                      index={index}
                      count={group.length}
                      onEdit={() => setEditing(field)}
                      onArchive={() => setArchiving(field)}
                      onChange={(made) => change.mutate({ id: field.id, ...made, ...(made.position !== undefined && { position: group[made.position]?.position ?? made.position }) })}
                    />
                  ))}
                </div>
              </section>
            ),
        )}
      </div>
      {editing && <FieldDialog field={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {archiving && (
        <DeleteDialog
          title={t('fields:archiveOne', { name: archiving.label })}
          text={t('fields:archiveText')}
          word={t('fields:archive')}
          path={`/api/fields/${archiving.id}`}
          list="fields"
          onClose={() => setArchiving(null)}
        />
      )}
    </div>
  );
}
