import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '@/api';
import { NoteEditor } from '@/features/notes/NoteEditor';
import { useProblemText } from '@/lib/http';

import { useEditNote } from './useEntry';

/** Changes a note in its place. */
export function EditNote({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useTranslation('timeline');
  const problem = useProblemText();
  const edit = useEditNote(entry);
  const [text, setText] = useState(entry.text ?? '');
  return (
    <NoteEditor
      text={text}
      onText={setText}
      busy={edit.isPending}
      failure={edit.isError ? t('note.failed', { reason: problem(edit.error) }) : null}
      save={t('note.save')}
      onSave={() => edit.mutate(text.trim(), { onSuccess: onClose })}
      onLeave={onClose}
    />
  );
}
