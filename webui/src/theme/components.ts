import type { MantineThemeComponents } from '@mantine/core';

import styles from './components.module.css';

/** Defaults of Mantine's components: our control heights, line colours and calm timings. */
export const components: MantineThemeComponents = {
  Button: { defaultProps: { size: 'sm' }, classNames: { root: styles.button } },
  ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' }, classNames: { root: styles.action } },
  Input: { classNames: { input: styles.input } },
  InputWrapper: { classNames: { label: styles.label, description: styles.description, error: styles.error } },
  Checkbox: { defaultProps: { radius: 'xs' }, classNames: { input: styles.check } },
  Modal: {
    defaultProps: { centered: true, radius: 'lg', shadow: 'xl', overlayProps: { backgroundOpacity: 0.35 } },
    classNames: { title: styles.title },
  },
  Drawer: { classNames: { title: styles.title } },
  Menu: { defaultProps: { shadow: 'xl', radius: 'md', transitionProps: { duration: 120 } }, classNames: { item: styles.item } },
  Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 120 } }, classNames: { tooltip: styles.tooltip } },
  SegmentedControl: { defaultProps: { size: 'xs' }, classNames: { root: styles.segments, label: styles.segment } },
};
