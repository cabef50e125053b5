/** Languages that are offered; any other BCP 47 tag can be typed. */
export const OFFERED = [
  'fa', 'en', 'ar', 'az', 'ckb', 'de', 'es', 'fr', 'hy', 'it', 'ku', 'nl', 'ps', 'pt', 'ru', 'sv', 'tr', 'ur', 'zh', 'fa-AF', 'en-GB', 'en-US', 'pt-BR',
] as const; // prettier-ignore
