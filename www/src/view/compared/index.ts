// What became of the model's own program: each change in its place, the old beside the new.

import './style.css';
import { el, shown } from '../../dom';
import type { Mending } from '../../mending';
import type { Store } from '../../state';

export function mountCompared(root: HTMLElement, store: Store): void {
  const frame = el('div', { class: 'compared_frame' });
  const said = el('p', { class: 'note', attributes: { role: 'status' } });
  const disclosure = el('details', { class: 'compared_disclosure' },
    el('summary', { text: 'Compare with the program as it came' }), said, frame);
  root.append(disclosure);
  let comparison: Promise<{ show(before: string, after: string): void }> | null = null;

  const show = async (mending: Mending | undefined): Promise<void> => {
    shown(root, mending !== undefined && mending.base !== mending.shown.code);
    if (mending === undefined || !disclosure.open) return;
    try {
      const { COMPARED_CHARS_MAX, createComparison } = await import('../../compare');
      const isLong = mending.base.length > COMPARED_CHARS_MAX;
      shown(frame, !isLong);
      said.textContent = isLong ? 'The program is too long to be compared here.'
        : 'Red is as it came, green is as it is now.';
      if (isLong) return;
      comparison ??= Promise.resolve(createComparison(frame));
      const { show: compare } = await comparison;
      if (mending === store.get().result?.mending) compare(mending.base, mending.shown.code);
    } catch {
      said.textContent = 'The comparison did not arrive. Close it and open it to try again.';
    }
  };
  store.watch((state) => state.result?.mending, (mending) => void show(mending));
  disclosure.addEventListener('toggle', () => void show(store.get().result?.mending));
}
