// Shows the cost of the request under each profile.

import './style.css';
import { el, shown } from '../../dom';
import { isFree, number, PROFILE_NAMES, sentence } from '../../format';
import type { State, Store } from '../../state';
import type { Preview } from '../../types';

type Counted = Extract<Preview, { state: 'counted' }>;

const HEADS = ['Profile', 'Prompt', 'Answer (max)', 'Calls (max)', 'Total (max)'];

export function mountCosts(root: HTMLElement, store: Store): void {
  const frame = el('div', { class: 'costs_frame' });
  root.append(frame);
  const show = ({ preview, panel }: State): void => {
    const counted = preview?.state === 'counted' && !isFree(preview) ? preview : null;
    shown(root, counted !== null && panel === 'model');
    if (counted !== null) frame.replaceChildren(table(counted));
  };
  for (const part of ['preview', 'panel'] as const) {
    store.watch(
      (state) => state[part],
      (_, state) => show(state),
    );
  }
}

function table({ costs }: Counted): HTMLElement {
  const rows = costs.map((cost) =>
    row(
      PROFILE_NAMES[cost.profile],
      cost.refused !== null
        ? [sentence(cost.refused)]
        : [cost.promptTokens, cost.maxCompletionTokens, cost.attemptsMax, cost.tokensMax].map(
            number,
          ),
    ),
  );
  return el(
    'table',
    { class: 'costs_table' },
    el('caption', { class: 'note', text: 'Tokens of this request, by profile' }),
    el(
      'thead',
      {},
      el('tr', {}, ...HEADS.map((text) => el('th', { text, attributes: { scope: 'col' } }))),
    ),
    el('tbody', {}, ...rows),
  );
}

function row(name: string, cells: readonly string[]): HTMLElement {
  // A refusal spans all number columns.
  const attributes = cells.length === 1 ? { colspan: String(HEADS.length - 1) } : {};
  return el(
    'tr',
    {},
    el('th', { text: name, attributes: { scope: 'row' } }),
    ...cells.map((text) => el('td', { class: 'costs_number', text, attributes })),
  );
}
