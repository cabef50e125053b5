import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';

import type { Language } from '@/api';

const STORED = 'peyvand-language';
const loaders = { fa: () => import('./fa'), en: () => import('./en') };

export const languageNames: Record<Language, string> = { fa: 'فارسی', en: 'English' };

/** The reading direction of a language. */
export function directionOf(language: Language): 'rtl' | 'ltr' {
  return language === 'fa' ? 'rtl' : 'ltr';
}

function markDocument(language: Language): void {
  const root = document.documentElement;
  root.lang = root.dataset.lang = language;
  root.dir = directionOf(language);
}

async function load(language: Language): Promise<void> {
  if (i18n.hasResourceBundle(language, 'common')) return;
  const namespaces = (await loaders[language]()).default;
  for (const [name, texts] of Object.entries(namespaces)) i18n.addResourceBundle(language, name, texts);
}

/** Starts in the language the page was booted with (see public/boot.js). */
export async function startI18n(): Promise<void> {
  const language: Language = document.documentElement.lang === 'fa' ? 'fa' : 'en';
  await i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await load(language);
}

/** Loads a language and switches the page to it; remembered for the next visit to this browser. */
export async function switchLanguage(language: Language): Promise<void> {
  await load(language);
  markDocument(language);
  localStorage.setItem(STORED, language);
  await i18n.changeLanguage(language);
}
