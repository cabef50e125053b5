import { cloneElement, type ComponentType, type ReactElement, type ReactNode, type RefObject, startTransition, Suspense, useLayoutEffect, useRef, useState } from 'react';

import { useSettled } from '@/lib/settled';

interface ButtonProps {
  onClick?: () => void;
  'aria-expanded'?: boolean;
  'aria-haspopup'?: 'menu' | 'dialog';
}

export interface Opening {
  opened: boolean;
  onChange: (opened: boolean) => void;
  /** The button, to be the target of what opens. */
  children: ReactElement<ButtonProps>;
}

interface Props {
  /** What opens around its target; fetched when the page has settled, or at the first click. */
  of: ComponentType<Opening>;
  opens: 'menu' | 'dialog';
  children: ReactElement<ButtonProps>;
}

/** A button that is there at once, with a menu or dialog whose code is not part of the first load. */
export function Late({ of: Around, opens, children }: Props) {
  const [opened, setOpened] = useState(false);
  const settled = useSettled();
  const box = useRef<HTMLSpanElement>(null);
  const focused = useRef(false);
  const open = () => startTransition(() => setOpened(true));
  // A menu's target opens it by itself, a dialog's does not.
  const target = opens === 'menu' ? children : cloneElement(children, { onClick: () => setOpened(!opened) });
  return (
    <span ref={box} style={{ display: 'contents' }}>
      <Suspense>
        {settled || opened ? (
          <>
            <Around opened={opened} onChange={setOpened}>
              {target}
            </Around>
            <Refocus box={box} focused={focused} />
          </>
        ) : (
          <Bare box={box} focused={focused}>
            {cloneElement(children, { onClick: open, 'aria-expanded': false, 'aria-haspopup': opens })}
          </Bare>
        )}
      </Suspense>
    </span>
  );
}

interface FocusProps {
  box: RefObject<HTMLSpanElement | null>;
  focused: RefObject<boolean>;
}

/** The button on its own; notes whether it had the keyboard when its successor came. */
function Bare({ box, focused, children }: FocusProps & { children: ReactNode }) {
  useLayoutEffect(
    () => () => {
      focused.current = box.current?.contains(document.activeElement) ?? false;
    },
    [box, focused],
  );
  return children;
}

/** Gives the keyboard to the button that took the place of the one that had it. */
function Refocus({ box, focused }: FocusProps) {
  useLayoutEffect(() => {
    if (focused.current) box.current?.querySelector('button')?.focus();
  }, [box, focused]);
  return null;
}
