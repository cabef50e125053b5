import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';

import type { Language } from '@/api';

const STORED = 'peyvand-language';
const loaders = { fa: () => import('./fa'), en: () => import('./en') };
const laterLoaders = { fa: () => import('./fa/later'), en: () => import('./en/later') };
/** A page that needs them was opened. */
let wantsLater = false;
/** The router asks for pages before the first language is chosen. */
let begin: () => void;
const begun = new Promise<void>((resolve) => (begin = resolve));

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

function add(language: Language, texts: Record<string, object>): void {
  for (const [name, known] of Object.entries(texts)) i18n.addResourceBundle(language, name, known);
}

async function load(language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, 'common')) add(language, (await loaders[language]()).default);
  if (wantsLater && !i18n.hasResourceBundle(language, 'profile')) add(language, (await laterLoaders[language]()).default);
}

/** Loads the texts of the pages that are opened later, in this language and in whichever follows. */
export async function loadLaterTexts(): Promise<void> {
  wantsLater = true;
  await begun;
  await load(i18n.language as Language);
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
  begin();
}

/** Loads a language and switches the page to it; remembered for the next visit to this browser. */
export async function switchLanguage(language: Language): Promise<void> {
  await load(language);
  markDocument(language);
  localStorage.setItem(STORED, language);
  await i18n.changeLanguage(language);
}
