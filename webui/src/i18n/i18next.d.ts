import 'i18next';

import type en from './en';
import type later from './en/later';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en & typeof later;
  }
}
