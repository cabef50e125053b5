import { SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TagItem } from '@/api';
import { Chip } from '@/components';
import { FormDialog } from '@/components/FormDialog';
import { useFieldError } from '@/lib/http';

import { useSaving } from '../useSaving';
import styles from './Tags.module.css';

const TONES = ['neutral', 'vip', 'warn'] as const;

/** Makes a tag, or renames one and gives it another tone. */
export function TagDialog({ tag, onClose }: { tag: TagItem | null; onClose: () => void }) {
  const { t } = useTranslation(['fields']);
  const fieldError = useFieldError();
  const [name, setName] = useState(tag?.name ?? '');
  const [tone, setTone] = useState<string>(tag?.tone ?? 'neutral');
  const save = useSaving('/api/tags', 'tags', tag, onClose);
  const submit = () => {
    save.mutate({ name: name.trim(), tone });
  };
  return (
    <FormDialog title={tag ? t('fields:tag.editOne', { name: tag.name }) : t('fields:tag.add')} error={save.error} busy={save.isPending} onClose={onClose} onSubmit={submit}>
      <TextInput
        label={t('fields:tag.name')}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={60}
        value={name}
        error={fieldError(save.error, 'name')}
        onChange={(event) => setName(event.target.value)}
      />
      <div className={styles.tone}>
        <span id="tag-tone">{t('fields:tag.tone')}</span>
        <SegmentedControl
          aria-labelledby="tag-tone"
          value={tone}
          data={TONES.map((value) => ({ value, label: t(`fields:tone.${value}`) }))}
          onChange={setTone}
        />
        {name.trim() && (
          <span>
            <Chip tone={tone}>{name.trim()}</Chip>
          </span>
        )}
      </div>
    </FormDialog>
  );
}
