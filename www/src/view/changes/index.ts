// What was mended for free: each change with its reason, and each to be undone by itself.

import './style.css';
import { el, prose, shown } from '../../dom';
import type { Intents } from '../../intents';
import type { Result, Store } from '../../state';
import type { Change } from '../../types';
import { capital, number } from '../../words';

export function mountChanges(root: HTMLElement, store: Store, intents: Intents): void {
  const heading = el('h3', { class: 'label' });
  const list = el('ul', { class: 'changes_list' });
  root.append(heading, el('p', { class: 'note', text: 'Untick a change to undo it.' }), list);
  store.watch((state) => state.result, (result) => {
    const all = result === null ? [] : visible(result);
    shown(root, all.length > 0);
    heading.textContent = `Mended for free (${number(all.filter(({ on }) => on).length)})`;
    // A toggled box keeps the focus across the redrawing.
    const focused = document.activeElement?.id;
    list.replaceChildren(...all.map((each, index) => item(each, index, intents)));
    if (focused?.startsWith('change_')) document.getElementById(focused)?.focus();
  });
}

interface Toggle {
  readonly change: Change;
  readonly on: boolean;
}

/** Changes that apply, and those that were undone; one that another's undoing made needless is
 * neither. */
function visible({ changes, shown: mended, without }: Result): Toggle[] {
  const applied = new Set(mended.changes.map(({ id }) => id));
  return changes
    .filter(({ id }) => without.includes(id) || applied.has(id))
    .map((change) => ({ change, on: applied.has(change.id) }));
}

function item({ change, on }: Toggle, index: number, intents: Intents): HTMLElement {
  const id = `change_${index}`;
  const box = el('input', {
    class: 'changes_box',
    attributes: { type: 'checkbox', id },
    on: { change: () => intents.undo(change.id, !box.checked) },
  });
  box.checked = on;
  return el('li', { class: on ? 'changes_item' : 'changes_item is-undone' }, box,
    el('label', { class: 'changes_text', attributes: { for: id } },
      el('span', { class: 'changes_what' }, ...prose(capital(change.what))),
      change.address === '' ? null : el('code', { class: 'changes_address', text: change.address }),
      el('span', { class: 'changes_why' }, ...prose(change.why))));
}
