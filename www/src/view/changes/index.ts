// Lists the automatic fixes, which can be undone, and offered repairs.

import './style.css';
import type { FixActions } from '../../actions';
import { el, prose, shown } from '../../dom';
import type { FixState } from '../../fix-selection';
import { capital, count, number } from '../../format';
import type { State, Store } from '../../state';
import type { Change } from '../../types';

/** Items drawn at first and by each click on Show more; a list may be very long. */
const ITEMS_STEP = 40;

/** Lists the changes of the fix state that `pick` selects. */
export function mountChanges(
  root: HTMLElement,
  store: Store,
  pick: (state: State) => FixState | undefined,
  fixActions: FixActions,
): void {
  const heading = el('h3', { class: 'label' });
  const list = el('ul', { class: 'changes_list' });
  const harden = hardenSwitch(root.id, fixActions);
  const note = el('p', { class: 'note', text: 'Clear a checkbox to undo the change.' });
  let limit = ITEMS_STEP;
  const more = el('button', {
    class: 'button button_small',
    attributes: { type: 'button' },
    on: {
      click() {
        limit += ITEMS_STEP;
        show(pick(store.get()));
      },
    },
  });
  const offersHeading = el('h3', { class: 'label' });
  const offers = el('ul', { class: 'changes_list' });
  const none = el('p', { class: 'note', text: 'No changes were made.' });
  root.append(none, harden.line, heading, note, list, more, offersHeading, offers);
  const show = (fixState: FixState | undefined): void => {
    const all = fixState === undefined ? [] : visible(fixState);
    // A report of an earlier version has no offers.
    const offered = fixState?.shown.offers ?? [];
    harden.show(fixState);
    shown(none, all.length + offered.length === 0);
    shown(offersHeading, offered.length > 0);
    offersHeading.textContent = `Possible with your consent (${number(offered.length)})`;
    offers.replaceChildren(
      ...offered.slice(0, ITEMS_STEP).map((change) => offerItem(change, fixActions)),
    );
    shown(heading, all.length > 0);
    shown(note, all.length > 0);
    heading.textContent = `Fixed automatically (${number(all.filter(({ on }) => on).length)})`;
    // A toggled checkbox keeps the focus when the list is redrawn.
    const focused = document.activeElement?.id ?? '';
    list.replaceChildren(
      ...all.slice(0, limit).map((each, index) => item(each, `${root.id}_${index}`, fixActions)),
    );
    if (list.contains(document.getElementById(focused))) document.getElementById(focused)?.focus();
    shown(more, all.length > limit);
    more.textContent = `Show more (${number(all.length - limit)})`;
  };
  store.watch(pick, show);
}

/** Creates the switch for fixes that add resources with a cost. */
function hardenSwitch(
  root: string,
  fixActions: FixActions,
): { line: HTMLElement; show: (fixState: FixState | undefined) => void } {
  const id = `${root}_harden`;
  const box = el('input', {
    class: 'changes_switch',
    attributes: { type: 'checkbox', id },
    on: { change: () => fixActions.harden(box.checked) },
  });
  const worth = el('span', { class: 'changes_rationale' });
  const line = el(
    'p',
    { class: 'changes_harden' },
    box,
    el(
      'label',
      { class: 'changes_text', attributes: { for: id } },
      el('span', { class: 'changes_description', text: 'Harden' }),
      worth,
    ),
  );
  let last: FixState | undefined;
  return {
    line,
    show(fixState) {
      last = fixState;
      const { fixes, adds } = fixState?.hardening ?? { fixes: 0, adds: 0 };
      shown(line, fixes > 0);
      box.checked = fixState?.selection.harden === true;
      const resources =
        adds === 0 ? 'settings' : `${count(adds, 'new resource')} (keys, logs, roles)`;
      const gain = `Fixes ${count(fixes, 'more finding')} with ${resources}`;
      worth.textContent = `${gain}, which can cost money.`;
      if (fixState === undefined || fixes === 0) return;
      void fixActions.hardeningCost(fixState).then((cost) => {
        // A newer state shows its own cost.
        if (cost === null || last !== fixState) return;
        worth.textContent = `${gain}: ${cost}.`;
      });
    },
  };
}

interface Toggle {
  readonly change: Change;
  readonly on: boolean;
}

/** Changes that apply or that the user undid. A change that another one made needless is neither.
 */
function visible({ changes, shown: current, selection }: FixState): Toggle[] {
  const applied = new Set(current.changes.map(({ id }) => id));
  return changes
    .filter(({ id }) => selection.exclude.includes(id) || applied.has(id))
    .map((change) => ({ change, on: applied.has(change.id) }));
}

function item({ change, on }: Toggle, id: string, fixActions: FixActions): HTMLElement {
  const box = el('input', {
    class: 'changes_box',
    attributes: { type: 'checkbox', id },
    on: { change: () => fixActions.undo(change.id, !box.checked) },
  });
  box.checked = on;
  return el(
    'li',
    { class: on ? 'changes_item' : 'changes_item is-undone' },
    box,
    el(
      'label',
      { class: 'changes_text', attributes: { for: id } },
      el('span', { class: 'changes_description' }, ...prose(capital(change.description))),
      change.address === '' ? null : el('code', { class: 'changes_address', text: change.address }),
      el('span', { class: 'changes_rationale' }, ...prose(change.rationale)),
      effectLine(change),
    ),
  );
}

/** The effect of a change on deployed resources; null if it has none. */
function effectLine({ effect }: Change): HTMLElement | null {
  // A change of a stored report has no effect.
  if ((effect ?? null) === null) return null;
  const text = `Deployed resources: ${effect?.replaceAll('_', ' ')}`;
  return el('span', { class: 'changes_rationale', text });
}

function offerItem({ id, address, description }: Change, fixActions: FixActions): HTMLElement {
  return el(
    'li',
    { class: 'changes_item' },
    el('button', {
      class: 'button button_small',
      text: 'Fix',
      attributes: { type: 'button' },
      on: { click: () => fixActions.accept(id) },
    }),
    el(
      'span',
      { class: 'changes_text' },
      el('span', { class: 'changes_description' }, ...prose(capital(description))),
      el('code', { class: 'changes_address', text: address }),
    ),
  );
}
