import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Extension } from '@/api';
import { EmptyState, ErrorState, Icon, PageHeader, PhoneNumber, SkeletonRows } from '@/components';
import { useExtensions } from '@/features/accounts/extensions';
import { secondsSince, useFormat } from '@/lib/format';
import { useCan } from '@/lib/session';

import { DeleteExtension } from './DeleteExtension';
import { ExtensionDialog } from './ExtensionDialog';
import page from './page.module.css';

interface RowProps {
  extension: Extension;
  /** Missing where the person may only read. */
  onEdit?: () => void;
  onDelete?: () => void;
}

function Row({ extension, onEdit, onDelete }: RowProps) {
  const { t } = useTranslation(['settings', 'common']);
  const { span } = useFormat();
  const { holder, held_since } = extension;
  return (
    <article className={[page.row, page.people].join(' ')}>
      <div className={page.who}>
        <span className={page.number}>
          <PhoneNumber number={extension.number} />
        </span>
        <div className={page.names}>
          <b className="pv-cut">{extension.label}</b>
          <span className={[page.aside, 'pv-cut'].join(' ')}>
            <bdi dir="ltr">{extension.endpoint}</bdi> · {extension.account}
          </span>
        </div>
      </div>
      <div className={page.wide}>{holder ? holder.name : <span className={page.aside}>{t('settings:extensions.free')}</span>}</div>
      <div className={[page.aside, page.wide].join(' ')}>{held_since && t('settings:extensions.heldSince', { span: span(secondsSince(held_since)) })}</div>
      <div className={page.actions}>
        {onEdit && (
          <ActionIcon onClick={onEdit} aria-label={t('settings:extensions.editOne', { number: extension.number })}>
            <Icon name="edit" />
          </ActionIcon>
        )}
        {onDelete && (
          <ActionIcon onClick={onDelete} aria-label={t('settings:extensions.deleteOne', { number: extension.number })}>
            <Icon name="trash" />
          </ActionIcon>
        )}
      </div>
    </article>
  );
}

/** The phones of the organisation and who has them now. */
export function ExtensionsPage() {
  const { t } = useTranslation('settings');
  const manages = useCan('extensions:manage');
  const { data, isPending, error, refetch } = useExtensions(true);
  const [editing, setEditing] = useState<Extension | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Extension | null>(null);
  return (
    <div className={page.page}>
      <PageHeader title={t('section.extensions')}>
        {manages && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
            {t('extensions.add')}
          </Button>
        )}
      </PageHeader>
      <div className={page.body}>
        {isPending && <SkeletonRows rows={6} tile />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {data?.length === 0 && <EmptyState icon="desk-phone" title={t('extensions.empty.title')} text={t('extensions.empty.text')} />}
        {data && data.length > 0 && (
          <div className={page.list}>
            {data.map((extension) => (
              <Row
                key={extension.id}
                extension={extension}
                {...(manages && { onEdit: () => setEditing(extension), onDelete: () => setDeleting(extension) })}
              />
            ))}
          </div>
        )}
      </div>
      {editing && <ExtensionDialog extension={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {deleting && <DeleteExtension extension={deleting} onClose={() => setDeleting(null)} />}
    </div>
  );
}
