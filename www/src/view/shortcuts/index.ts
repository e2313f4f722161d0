// Handles the keys of the workspace, and lists them.

import './style.css';
import { el } from '../../dom';
import { isRunning, type Store } from '../../state';

/** Panels of the Generate screen by key. */
const PANELS: readonly (readonly [key: string, panel: string, meaning: string])[] = [
  ['1', 'code', 'Code'],
  ['2', 'compare', 'Changes'],
  ['3', 'graph', 'Diagram'],
  ['4', 'answers', 'Answers'],
  ['o', 'open', 'Open findings'],
  ['f', 'fixed', 'Fixed automatically'],
  ['b', 'apply', 'Before you apply'],
  ['c', 'cost', 'Cost'],
];

const OTHERS: readonly (readonly [key: string, meaning: string])[] = [
  ['Ctrl + Enter', 'Send the request'],
  ['r', 'Write a request'],
  ['← →', 'Next tab, on a tab'],
  ['+ − 0', 'Zoom, on the diagram'],
  ['?', 'Show or close this list'],
  ['Esc', 'Close a list or a panel'],
];

export function mountShortcuts(
  root: HTMLElement,
  store: Store,
  select: (panel: string) => void,
): void {
  const dialog = root as HTMLDialogElement;
  const rows = [...OTHERS, ...PANELS.map(([key, , meaning]) => [key, meaning] as const)].flatMap(
    ([key, meaning]) => [
      el('dt', {}, el('kbd', { class: 'shortcuts_key', text: key })),
      el('dd', { text: meaning }),
    ],
  );
  dialog.append(
    el('h2', { class: 'label', text: 'Keys' }),
    el('dl', { class: 'shortcuts_list' }, ...rows),
    el('button', {
      class: 'button button_small',
      text: 'Close',
      attributes: { type: 'button' },
      on: { click: () => dialog.close() },
    }),
  );
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    const { screen, mode, panel } = store.get();
    if (key === 'Escape' && panel !== null && !isRunning(store.get())) {
      store.set({ panel: null });
      return;
    }
    const isField =
      target instanceof Element &&
      target.closest(
        'input, textarea, select, .editor_frame, .fixed_frame, .comparison_frame, svg',
      );
    if (ctrlKey || metaKey || altKey || isField) return;
    if (key === '?') {
      if (dialog.open) dialog.close();
      else dialog.showModal();
      return;
    }
    if (dialog.open || screen !== 'generate') return;
    if (key === 'r') {
      event.preventDefault();
      document.getElementById('request_text')?.focus();
      return;
    }
    const found = PANELS.find(([one]) => one === key);
    if (found === undefined || mode !== 'work') return;
    select(found[1]);
    document.getElementById(`tab_${found[1]}`)?.focus();
  });
}
