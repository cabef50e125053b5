import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';

import type { Language } from '@/api';

import { type LaterName, textsOf } from './later';

const STORED = 'peyvand-language';
const loaders = { fa: () => import('./fa'), en: () => import('./en') };
/** What the pages opened so far need. */
const wanted = new Set<LaterName>();
/** The router asks for pages before the first language is chosen. */
let begin: () => void;
const begun = new Promise<void>((resolve) => (begin = resolve));

export type { LaterName } from './later';

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

async function loadFirst(language: Language): Promise<void> {
  if (i18n.hasResourceBundle(language, 'common')) return;
  for (const [name, texts] of Object.entries((await loaders[language]()).default)) i18n.addResourceBundle(language, name, texts);
}

async function loadOne(language: Language, name: LaterName): Promise<void> {
  if (!i18n.hasResourceBundle(language, name)) i18n.addResourceBundle(language, name, await textsOf(language, name));
}

async function load(language: Language): Promise<void> {
  await Promise.all([loadFirst(language), ...[...wanted].map((name) => loadOne(language, name))]);
}

/** Loads these texts in this language, and from now on in whichever the page is switched to. */
export async function loadTexts(...names: LaterName[]): Promise<void> {
  for (const name of names) wanted.add(name);
  await begun;
  // The page may be switched to another language meanwhile.
  for (let loaded: string | undefined; loaded !== i18n.language; ) {
    loaded = i18n.language;
    await load(loaded as Language);
  }
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
  // What is asked for while this loads is loaded for the language that the page still has.
  for (let known = -1; known !== wanted.size; ) {
    known = wanted.size;
    await load(language);
  }
  markDocument(language);
  localStorage.setItem(STORED, language);
  await i18n.changeLanguage(language);
}
