import { Button, Checkbox, Modal, SegmentedControl, Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { BulkOrder } from '@/api';
import { Callout } from '@/components';
import { useFieldError, useProblemText } from '@/lib/http';

import styles from '../Forms.module.css';
import type { ListQuery } from './address';
import type { ColumnKey } from './columns';
import { useColleagues, useTags } from './lookups';
import type { Selection } from './selection';
import { useCount } from './Total';
import { useStartBulk } from './useBulk';

interface Props {
  action: BulkOrder['action'];
  selection: Selection;
  count: number;
  query: ListQuery;
  columns: ColumnKey[];
  onClose: (started: boolean) => void;
}

const NOBODY = 'nobody';

/** Asks for what an action on many customers needs, and starts it. */
export function BulkDialog({ action, selection, count, query, columns, onClose }: Props) {
  const { t } = useTranslation(['lists', 'common']);
  const problem = useProblemText();
  const fieldError = useFieldError();
  const counted = useCount();
  const start = useStartBulk(selection, query);
  const [tags, setTags] = useState<string[]>([]);
  const [owner, setOwner] = useState<string | null>(null);
  const [format, setFormat] = useState<'csv' | 'xlsx'>('xlsx');
  const [shown, setShown] = useState(true);
  const options: Record<BulkOrder['action'], BulkOrder['options']> = {
    tag: { tags },
    untag: { tags },
    owner: { owner_id: owner === NOBODY ? null : owner },
    export: { format, sort: query.sort as BulkOrder['options']['sort'], ...(shown && { columns }) },
  };
  const tagging = action === 'tag' || action === 'untag';
  const ready = tagging ? tags.length > 0 : action !== 'owner' || owner !== null;
  const submit = () => ready && start.mutate({ action, options: options[action] }, { onSuccess: () => onClose(true) });
  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      size={420}
      title={t(`lists:bulk.title.${action}`, { count, total: counted(count) })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form className={styles.form} onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}>
        {tagging && <TagsField adding={action === 'tag'} tags={tags} onTags={setTags} error={fieldError(start.error, 'options.tags')} />}
        {action === 'owner' && <OwnerField owner={owner} onOwner={setOwner} />}
        {action === 'export' && (
          <>
            <SegmentedControl
              aria-label={t('lists:bulk.format')}
              value={format}
              onChange={setFormat}
              data={(['xlsx', 'csv'] as const).map((value) => ({ value, label: t(`lists:bulk.${value}`) }))}
            />
            <Checkbox size="sm" label={t('lists:bulk.shownColumns')} checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
            <p>{t('lists:bulk.exportText')}</p>
          </>
        )}
        {start.isError && (
          <Callout tone="bad" alert>
            {problem(start.error)}
          </Callout>
        )}
        <div className={styles.actions}>
          <Button type="submit" disabled={!ready} loading={start.isPending}>
            {t(`lists:bulk.go.${action}`)}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => onClose(false)}>
            {t('common:action.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface TagsFieldProps {
  adding: boolean;
  tags: string[];
  onTags: (tags: string[]) => void;
  error: string | undefined;
}

function TagsField({ adding, tags, onTags, error }: TagsFieldProps) {
  const { t } = useTranslation('lists');
  const known = useTags().map(({ name }) => name);
  return (
    <TagsInput
      label={t('bulk.tags')}
      description={t(adding ? 'bulk.tagsNew' : 'bulk.tagsOff')}
      data={known}
      value={tags}
      maxTags={20}
      maxLength={80}
      splitChars={[',', '،']}
      acceptValueOnBlur
      comboboxProps={{ position: 'top' }}
      data-autofocus
      error={error}
      onChange={onTags}
    />
  );
}

function OwnerField({ owner, onOwner }: { owner: string | null; onOwner: (owner: string | null) => void }) {
  const { t } = useTranslation('lists');
  const colleagues = useColleagues();
  const data = [{ value: NOBODY, label: t('bulk.nobody') }, ...colleagues.map(({ id, name }) => ({ value: id, label: name }))];
  return <Select label={t('bulk.ownerField')} data={data} value={owner} searchable allowDeselect={false} data-autofocus onChange={onOwner} />;
}
