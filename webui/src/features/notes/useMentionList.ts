import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';

import { useColleagues } from '@/features/customers/list/lookups';

import { put, suggest, typingAt } from './mentions';

type Person = ReturnType<typeof useColleagues>[number];

/** The list that opens below an @: who fits what is typed, which of them is marked, and the keys that choose. */
export function useMentionList(field: RefObject<HTMLTextAreaElement | null>, text: string, onText: (text: string) => void) {
  const colleagues = useColleagues();
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [shut, setShut] = useState(true);
  const goTo = useRef<number | null>(null);
  const id = useId();
  const typing = shut ? null : typingAt(text, caret);
  const people = typing ? suggest(colleagues, typing.query) : [];
  useLayoutEffect(() => {
    if (goTo.current === null) return;
    field.current?.setSelectionRange(goTo.current, goTo.current);
    goTo.current = null;
  }, [field, text]);
  const choose = (person: Person | undefined) => {
    if (!typing || !person) return;
    const done = put(text, typing, person.name);
    goTo.current = done.caret;
    setShut(true);
    onText(done.text);
  };
  const key = (event: KeyboardEvent): boolean => {
    if (people.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (step !== undefined) setAt((Math.min(at, people.length - 1) + step + people.length) % people.length);
    else if ((event.code === 'Enter' && !event.ctrlKey) || event.code === 'Tab') choose(people[Math.min(at, people.length - 1)]);
    else if (event.code === 'Escape') setShut(true);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const moved = (position: number) => {
    if (position === caret) return;
    setCaret(position);
    setAt(0);
    setShut(false);
  };
  return { id, people, at: Math.min(at, Math.max(people.length - 1, 0)), open: people.length > 0, choose, key, moved, close: () => setShut(true) };
}
