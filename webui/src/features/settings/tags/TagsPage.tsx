import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TagItem } from '@/api';
import { Chip, EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';
import { http } from '@/lib/http';

import { DeleteDialog } from '../DeleteDialog';
import page from '../page.module.css';
import { TagDialog } from './TagDialog';
import styles from './Tags.module.css';

const FEW = 12; // with more, one looks for a tag by its name

function Row({ tag, onEdit, onDelete }: { tag: TagItem; onEdit: () => void; onDelete: () => void }) {
  const { t } = useTranslation('fields');
  const { number } = useFormat();
  return (
    <article className={[page.row, styles.row].join(' ')}>
      <div className={page.names}>
        <span>
          <Chip tone={tag.tone}>{tag.name}</Chip>
        </span>
      </div>
      <span className={page.aside}>{t('tag.customers', { count: tag.customers, shown: number(tag.customers) })}</span>
      <div className={page.actions}>
        <ActionIcon onClick={onEdit} aria-label={t('tag.editOne', { name: tag.name })}>
          <Icon name="edit" />
        </ActionIcon>
        <ActionIcon onClick={onDelete} aria-label={t('tag.deleteOne', { name: tag.name })}>
          <Icon name="trash" />
        </ActionIcon>
      </div>
    </article>
  );
}

/** The words put on customers. */
export function TagsPage() {
  const { t } = useTranslation(['fields', 'settings']);
  const { number } = useFormat();
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ['tags'],
    queryFn: ({ signal }) => http.get<{ items: TagItem[] }>('/api/tags', { signal }),
  });
  const [part, setPart] = useState('');
  const [editing, setEditing] = useState<TagItem | 'new' | null>(null);
  const [deleting, setDeleting] = useState<TagItem | null>(null);
  const tags = data?.items ?? [];
  const shown = tags.filter(({ name }) => name.toLocaleLowerCase().includes(part.trim().toLocaleLowerCase()));
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.tags')}>
        <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
          {t('fields:tag.add')}
        </Button>
      </PageHeader>
      <div className={page.body}>
        {isPending && <SkeletonRows rows={6} />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {data && tags.length === 0 && <EmptyState icon="tag" title={t('fields:tag.empty.title')} text={t('fields:tag.empty.text')} />}
        {tags.length > FEW && (
          <TextInput mb="sm" leftSection={<Icon name="search" />} placeholder={t('fields:tag.find')} aria-label={t('fields:tag.find')} value={part} onChange={(event) => setPart(event.target.value)} />
        )}
        {shown.length > 0 && (
          <div className={page.list}>
            {shown.map((tag) => (
              <Row key={tag.id} tag={tag} onEdit={() => setEditing(tag)} onDelete={() => setDeleting(tag)} />
            ))}
          </div>
        )}
        {tags.length > 0 && shown.length === 0 && <p role="status">{t('fields:tag.none')}</p>}
      </div>
      {editing && <TagDialog tag={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {deleting && (
        <DeleteDialog
          title={t('fields:tag.deleteOne', { name: deleting.name })}
          text={t('fields:tag.deleteText', { count: deleting.customers, shown: number(deleting.customers) })}
          path={`/api/tags/${deleting.id}`}
          list="tags"
          onClose={() => setDeleting(null)}
        />
      )}
    </div>
  );
}
