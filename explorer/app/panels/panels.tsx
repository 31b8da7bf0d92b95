/** What opens over the page: find, share, compare, the history of a field, keys. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Compare } from '../compare/compare.tsx';
import { Find } from '../find/find.tsx';
import { History } from '../inspector/history.tsx';
import { Share } from '../share/share.tsx';
import * as state from '../state.ts';
import { Keys } from './keys.tsx';

const titles: Readonly<Record<state.Panel, string>> = {
  find: 'Find',
  share: 'Share',
  keys: 'Keys',
  compare: 'Compare',
  field: 'Field',
};

export function PanelPart() {
  const { value: panel } = state.panel;
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  // At once: what is typed right after the key that opened it belongs there.
  useLayoutEffect(() => {
    if (panel === null) {
      if (before.current instanceof HTMLElement) before.current.focus();
      return;
    }
    before.current = document.activeElement;
    const first = box.current?.querySelector<HTMLElement>('input, select, button:not(.close)');
    (first ?? box.current)?.focus();
  }, [panel]);
  if (panel === null) return null;
  return (
    <div class="over" role="dialog" aria-label={titles[panel]} ref={box} tabIndex={-1}>
      <button
        type="button"
        class="close"
        aria-label="Close"
        onClick={() => {
          state.panel.value = null;
        }}
      >
        ✕
      </button>
      {panel === 'find' ? (
        <Find />
      ) : panel === 'share' ? (
        <Share />
      ) : panel === 'compare' ? (
        <Compare />
      ) : panel === 'field' ? (
        <History />
      ) : (
        <Keys />
      )}
    </div>
  );
}
