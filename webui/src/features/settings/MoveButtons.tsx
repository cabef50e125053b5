import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import page from './page.module.css';

interface Props {
  /** What is moved, for screen readers. */
  name: string;
  index: number;
  count: number;
  onMove: (index: number) => void;
}

/** Moves a row of a list up or down; the order is what counts first. */
export function MoveButtons({ name, index, count, onMove }: Props) {
  const { t } = useTranslation('fields');
  return (
    <>
      <ActionIcon className={page.move} disabled={index === 0} onClick={() => onMove(index - 1)} aria-label={t('moveUp', { name })}>
        <Icon name="arrow-up" />
      </ActionIcon>
      <ActionIcon className={page.move} disabled={index === count - 1} onClick={() => onMove(index + 1)} aria-label={t('moveDown', { name })}>
        <Icon name="arrow-down" />
      </ActionIcon>
    </>
  );
}
