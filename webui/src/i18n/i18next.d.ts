import 'i18next';

import type en from './en';
import type { LaterTexts } from './later';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en & LaterTexts;
  }
}
