import { useTranslation } from 'react-i18next';

import { Chip, type ChipTone } from '@/components';

import type { ImportState } from './types';

const TONES: Partial<Record<ImportState, ChipTone>> = { done: 'ok', failed: 'bad', running: 'accent', checking: 'accent', undoing: 'accent', cancelled: 'warn' };

/** Where an import stands. */
export function StateChip({ state }: { state: ImportState }) {
  const { t } = useTranslation('imports');
  return <Chip tone={TONES[state]}>{t(`state.${state}`)}</Chip>;
}
