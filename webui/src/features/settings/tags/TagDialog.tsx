import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TagItem } from '@/api';
import { Callout, Chip } from '@/components';
import { useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { useSaving } from '../useSaving';
import styles from './Tags.module.css';

const TONES = ['neutral', 'vip', 'warn'] as const;

/** Makes a tag, or renames one and gives it another tone. */
export function TagDialog({ tag, onClose }: { tag: TagItem | null; onClose: () => void }) {
  const { t } = useTranslation(['fields', 'common']);
  const text = useProblemText();
  const fieldError = useFieldError();
  const [name, setName] = useState(tag?.name ?? '');
  const [tone, setTone] = useState<string>(tag?.tone ?? 'neutral');
  const save = useSaving('/api/tags', 'tags', tag, onClose);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate({ name: name.trim(), tone });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={tag ? t('fields:tag.editOne', { name: tag.name }) : t('fields:tag.add')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form className={page.form} onSubmit={submit}>
        {save.error && <Callout tone="bad" alert title={text(save.error)} />}
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
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common:action.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
