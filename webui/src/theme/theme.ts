import { createTheme, type CSSVariablesResolver, type MantineColorsTuple, rem } from '@mantine/core';

import { components } from './components';

const lajvard: MantineColorsTuple = [
  '#eef3fd', '#dce6fa', '#b9ccf4', '#92afec', '#6d92e2', '#4a75d4', '#315cc0', '#284ca2', '#203e84', '#182f65',
];

// Mantine's own greys, where a component has no variable for it: dropdowns, switches, disabled fields.
const gray: MantineColorsTuple = [
  '#f7f8fa', '#eff1f5', '#e4e7ec', '#cdd2da', '#b3b9c4', '#949cab', '#828998', '#626a78', '#454c5a', '#1a1e27',
];
const dark: MantineColorsTuple = [
  '#e8eaee', '#b9bfca', '#949cab', '#6c7585', '#3a414c', '#303640', '#1d2127', '#181b20', '#14171b', '#0f1114',
];

export const theme = createTheme({
  primaryColor: 'lajvard',
  primaryShade: { light: 6, dark: 5 },
  colors: { lajvard, gray, dark },
  fontFamily: 'var(--pv-font)',
  fontFamilyMonospace: 'var(--pv-font-mono)',
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: 'var(--pv-lh)', sm: 'var(--pv-lh)', md: 'var(--pv-lh)', lg: 'var(--pv-lh)', xl: 'var(--pv-lh-tight)' },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  radius: { xs: rem(4), sm: rem(6), md: rem(8), lg: rem(12), xl: rem(999) },
  defaultRadius: 'sm',
  shadows: { xs: 'var(--pv-sh-1)', sm: 'var(--pv-sh-1)', md: 'var(--pv-sh-2)', lg: 'var(--pv-sh-3)', xl: 'var(--pv-sh-3)' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components,
});

const shared = {
  '--mantine-color-body': 'var(--pv-surface)',
  '--mantine-color-text': 'var(--pv-text)',
  '--mantine-color-bright': 'var(--pv-text)',
  '--mantine-color-dimmed': 'var(--pv-text-3)',
  '--mantine-color-placeholder': 'var(--pv-text-3)',
  '--mantine-color-anchor': 'var(--pv-accent-text)',
  '--mantine-color-error': 'var(--pv-bad)',
  '--mantine-color-default': 'var(--pv-surface)',
  '--mantine-color-default-hover': 'var(--pv-sunken)',
  '--mantine-color-default-color': 'var(--pv-text)',
  '--mantine-color-default-border': 'var(--pv-line-2)',
  '--mantine-color-lajvard-filled': 'var(--pv-accent)',
  '--mantine-color-lajvard-filled-hover': 'var(--pv-accent-hover)',
  '--mantine-color-lajvard-light': 'var(--pv-accent-soft)',
  '--mantine-color-lajvard-light-hover': 'var(--pv-accent-soft-2)',
  '--mantine-color-lajvard-light-color': 'var(--pv-accent-text)',
  '--mantine-primary-color-filled': 'var(--pv-accent)',
  '--mantine-primary-color-filled-hover': 'var(--pv-accent-hover)',
  '--mantine-primary-color-light': 'var(--pv-accent-soft)',
  '--mantine-primary-color-light-hover': 'var(--pv-accent-soft-2)',
  '--mantine-primary-color-light-color': 'var(--pv-accent-text)',
  '--mantine-color-red-filled': 'var(--pv-bad-fill)',
  '--mantine-color-red-filled-hover': 'var(--pv-bad-fill-hover)',
};

/** Points Mantine's own colours at the tokens, so that both schemes come from tokens.css alone. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
