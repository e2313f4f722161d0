// Shows the remaining free quota of each model, which refills continuously.

import './style.css';
import { el, shown } from '../../dom';
import { clock, modelName, number } from '../../format';
import type { State, Store } from '../../state';
import type { Quota } from '../../types';

export function mountQuota(root: HTMLElement, store: Store): void {
  const list = el('ul', { class: 'quota_list' });
  root.append(
    el('h2', { class: 'label', text: 'Free quota' }),
    list,
    el('p', {
      class: 'note',
      text:
        'Counted in this browser. Usage elsewhere on the same account is included once Groq ' +
        'reports it.',
    }),
  );
  const show = (state: State): void => {
    shown(root, state.quota.length > 0 && state.panel === 'quota');
    list.replaceChildren(...state.quota.map((quota) => item(quota, state)));
  };
  store.watch(
    (state) => state.quota,
    (_, state) => show(state),
  );
  store.watch(
    (state) => state.panel,
    (_, state) => show(state),
  );
  store.watch(
    (state) => state.models,
    (_, state) => show(state),
  );
}

function item(quota: Quota, { models }: State): HTMLElement {
  const { model, leftToday, tokensPerDay, requestsLeftToday, fullAgainAt, gone } = quota;
  const meter = el('meter', {
    class: 'quota_meter',
    attributes: {
      min: '0',
      max: String(tokensPerDay),
      value: String(leftToday),
      'aria-label': `${modelName(models, model)}: tokens left today`,
    },
  });
  const full = leftToday >= tokensPerDay ? '' : `, full at ${clock(fullAgainAt)}`;
  return el(
    'li',
    { class: 'quota_item' },
    el('span', { class: 'quota_model', text: modelName(models, model) }),
    meter,
    el('span', {
      class: 'quota_left',
      text:
        `${number(leftToday)} of ${number(tokensPerDay)} tokens, ` +
        `${number(requestsLeftToday)} requests left${full}`,
    }),
    gone
      ? el('span', {
          class: 'quota_left',
          text:
            'Groq refused this model for this key. For an hour the other models come first; ' +
            'the button Check tries it again now.',
        })
      : null,
  );
}
