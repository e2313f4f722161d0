// What a request costs under every profile, and beside what was claimed before it was measured.

import { el, shown } from '../../dom';
import type { Store } from '../../state';
import type { Preview } from '../../types';
import { number } from '../../words';

type Counted = Extract<Preview, { state: 'counted' }>;

export function mountCosts(root: HTMLElement, store: Store): void {
  const tables = el('div');
  const details = el('details', { class: 'forecast_costs' },
    el('summary', { text: 'What it costs under each profile, and what was planned' }), tables);
  root.append(details);
  store.watch((state) => state.preview, (preview) => {
    const ready = preview?.state === 'counted' ? preview : null;
    shown(details, ready !== null);
    tables.replaceChildren(...(ready === null ? [] : [profiles(ready), planned(ready)]));
  });
}

function profiles({ costs }: Counted): HTMLElement {
  return table(['Tokens at most', 'first call', 'calls', 'all calls'], costs.map((cost) => [
    cost.profile,
    cost.refused === null ? number(cost.promptTokens + cost.maxCompletionTokens) : 'refused',
    number(cost.attemptsMax),
    cost.refused === null ? number(cost.tokensMax) : '–',
  ]));
}

function planned({ compared }: Counted): HTMLElement {
  const { claimedBeforeTokens, claimedWorstTokens, claimedBestTokens } = compared;
  return table(['Tokens', 'claimed', 'this request'], [
    ['before', number(claimedBeforeTokens), '–'],
    ['at worst', number(claimedWorstTokens), number(compared.worstTokens)],
    ['at best', number(claimedBestTokens), number(compared.bestTokens)],
  ]);
}

/** A table whose first column names its rows. */
function table(
  head: readonly string[], rows: readonly (readonly string[])[],
): HTMLElement {
  const column = (text: string): HTMLElement => el('th', { text, attributes: { scope: 'col' } });
  const row = ([name = '', ...cells]: readonly string[]): HTMLElement => el('tr', {},
    el('th', { text: name, attributes: { scope: 'row' } }),
    ...cells.map((text) => el('td', { text })));
  return el('table', { class: 'forecast_table' },
    el('thead', {}, el('tr', {}, ...head.map(column))), el('tbody', {}, ...rows.map(row)));
}
