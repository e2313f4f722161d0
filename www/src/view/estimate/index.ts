// Shows what the resources of a configuration cost a month.

import './style.css';
import { latestOnly } from '../../async';
import { budgetText, cents, dearest, exactRange, explanation, headline, sumOf } from '../../cost';
import { el, prose, shown } from '../../dom';
import type { CostEstimate } from '../../engine';
import { number, sentence } from '../../format';
import type { State, Store } from '../../state';
import type { ResourceCost } from '../../types';

/** Maximum items; a list may be very long. */
const ITEMS_MAX = 100;

/** A configuration to estimate, and the one that its cost is compared with. */
export interface Priced {
  readonly code: string;
  /** Configuration before the edit or the fixes; null where there is none. */
  readonly before: string | null;
  /** The user's request, which may state a budget. */
  readonly request: string;
}

/** Shows the estimate of the configuration that `pick` selects. */
export function mountEstimate(
  root: HTMLElement,
  store: Store,
  pick: (state: State) => Priced | null,
  estimateOf: (priced: Priced) => Promise<CostEstimate>,
  go: (line: number) => void,
): void {
  const total = el('p', { class: 'estimate_total' });
  const difference = el('p', { class: 'note' });
  const budget = el('p', { class: 'estimate_over', attributes: { role: 'status' } });
  const list = el('ul', { class: 'estimate_list' });
  const rest = el('p', { class: 'note' });
  const how = el('ul', { class: 'note' });
  const lists = el(
    'details',
    { attributes: { open: '' } },
    el('summary', { text: 'Cost by resource, and how it is computed' }),
    list,
    rest,
    how,
  );
  root.append(total, difference, budget, lists);

  const ask = latestOnly(estimateOf);
  const show = async (priced: Priced | null): Promise<void> => {
    shown(root, priced !== null);
    if (priced === null) return;
    const found = await ask(priced).catch(() => 'failed' as const);
    // A newer configuration is estimated by its own call.
    if (found === null || priced.code !== pick(store.get())?.code) return;
    if (found === 'failed') {
      total.textContent = 'AWS: not estimated, the price list could not be loaded.';
      for (const element of [difference, budget, lists]) shown(element, false);
      return;
    }
    const { estimate, change } = found;
    total.textContent = `AWS: ${headline(estimate)}`;
    difference.textContent = change === null ? '' : `${change} by the changes`;
    const over = budgetText(estimate, found.budget);
    budget.textContent = over ?? wantsText(found);
    for (const element of [difference, budget]) shown(element, element.textContent !== '');
    shown(lists, true);
    const items = dearest(estimate);
    list.replaceChildren(...items.slice(0, ITEMS_MAX).map((one) => item(one, go)));
    const more = Math.max(0, items.length - ITEMS_MAX);
    rest.textContent = [
      ...(more > 0 ? [`and ${number(more)} more`] : []),
      ...(estimate.total.free > 0 ? [`${number(estimate.total.free)} resources are free`] : []),
    ].join(', ');
    how.replaceChildren(...explanation(estimate, Date.now()).map((text) => el('li', { text })));
  };
  let last: Priced | null = null;
  // Equal configurations are estimated once.
  const select = (state: State): Priced | null => {
    const next = pick(state);
    const same =
      next !== null &&
      last !== null &&
      next.code === last.code &&
      next.before === last.before &&
      next.request === last.request;
    if (!same) last = next;
    return last;
  };
  store.watch(select, (priced) => void show(priced));
}

/** A sentence for a request that asks for something cheap or free. */
function wantsText({ budget, estimate }: CostEstimate): string {
  const [first] = dearest(estimate);
  if (first === undefined || first.monthly.high === 0) return '';
  const most = `${first.address} (${exactRange(first.monthly)})`;
  if (budget.wantsFreeTier) {
    return `The free tier depends on your account. At list price most of it is ${most}.`;
  }
  return budget.wantsCheap ? `Most of the fixed cost is ${most}.` : '';
}

function item(resource: ResourceCost, go: (line: number) => void): HTMLElement {
  const { address, kind, monthly, usage, reason, components, notes, line } = resource;
  const fixed = kind === 'not_priced' ? 'not priced' : exactRange(monthly);
  const byUse = usage > 0 ? `${cents(usage)} at light use` : '';
  const amount =
    kind === 'usage' ? byUse || 'by usage' : [fixed, byUse].filter(Boolean).join(' + ');
  const parts = [
    ...(reason === null ? [] : [reason]),
    ...components
      .filter((one) => one.quantity !== 0)
      .map((one) => `${one.name}${one.isUsage ? ' (usage)' : ''}: ${sumOf(one)}`),
    ...notes,
  ];
  return el(
    'li',
    { class: 'estimate_item' },
    el(
      'p',
      { class: 'estimate_head' },
      line === 0
        ? el('code', { text: address })
        : el('button', {
            class: 'estimate_line',
            text: address,
            attributes: { type: 'button' },
            on: { click: () => go(line) },
          }),
      el('span', { class: 'estimate_amount', text: amount }),
    ),
    el(
      'ul',
      { class: 'estimate_parts' },
      ...parts.map((text) => el('li', {}, ...prose(sentence(text)))),
    ),
  );
}
