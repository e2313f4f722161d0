// Shows the remaining quota, and the tokens used by day and step.

import './style.css';
import type { UsageActions } from '../../actions';
import { el, shown } from '../../dom';
import { capital, clock, count, lapse, modelName, number } from '../../format';
import { ANSWER_STEPS, type AnswerStep, type DayRecord, days, saved } from '../../records';
import type { State, Store } from '../../state';
import type { Quota } from '../../types';

const DAYS = 14;
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

const STEP_NAMES: Readonly<{ [step in AnswerStep]: string }> = {
  cache: 'cached answer',
  templates: 'template answer',
  draft: 'draft',
  edit: 'edit',
  repair: 'repair',
};

export function mountUsage(root: HTMLElement, store: Store, actions: UsageActions): void {
  const models = el('ul', { class: 'usage_models' });
  const size = el('p', { class: 'note' });
  const rule = el('p', { class: 'note' });
  const chart = el('div', {});
  const list = el('ul', { class: 'usage_facts' });
  const button = (text: string, click: () => void): HTMLButtonElement =>
    el('button', {
      class: 'button',
      text,
      attributes: { type: 'button' },
      on: { click },
    });
  const exports = [
    button('Export CSV', () => actions.exportAs('csv')),
    button('Export JSON', () => actions.exportAs('json')),
  ];
  root.append(
    el('h2', { class: 'label', text: 'Quota left' }),
    size,
    models,
    rule,
    el('h2', { class: 'label usage_title', text: 'Tokens used' }),
    chart,
    list,
    el('div', { class: 'usage_actions' }, ...exports, reset(actions)),
    el('p', {
      class: 'note',
      text: 'Stored only in this browser: numbers, no keys, requests or configurations.',
    }),
    earlier(store, actions, button),
  );

  const showModels = (state: State): void => {
    size.textContent = sizeOf(state);
    models.replaceChildren(...state.quota.map((quota) => model(quota, state)));
    const capRefund = state.quota.find((quota) => quota.capRefund !== null)?.capRefund ?? null;
    shown(rule, capRefund !== null);
    rule.textContent =
      capRefund === 'kept'
        ? 'Groq charges the full token cap of a call.'
        : 'Groq refunds the unused part of a token cap.';
  };
  for (const part of ['quota', 'models', 'preview'] as const) {
    store.watch(
      (state) => state[part],
      (_, state) => showModels(state),
    );
  }
  store.watch(
    (state) => state.records,
    (records) => {
      const recent = days(records, Date.now(), DAYS);
      chart.replaceChildren(
        records.length === 0
          ? el('p', { class: 'usage_none', text: 'No runs yet.' })
          : table(recent),
      );
      list.replaceChildren(...facts(records).map((text) => el('li', { text })));
      for (const one of exports) shown(one, records.length > 0);
    },
  );
}

function sizeOf({ preview }: State): string {
  if (preview?.state !== 'counted') {
    return 'Enter a request to see how many such calls the quota allows.';
  }
  const { promptTokens, maxCompletionTokens } = preview.plan;
  return (
    `For the current request: ${number(promptTokens)} prompt tokens and at most ` +
    `${number(maxCompletionTokens)} for the answer.`
  );
}

/** Lists cached answers with the tokens that each saves. */
function earlier(
  store: Store,
  actions: UsageActions,
  button: (text: string, click: () => void) => HTMLElement,
): HTMLElement {
  const list = el('ul', { class: 'usage_answers' });
  const buttons = el(
    'div',
    { class: 'usage_actions' },
    button('Export answers', () => actions.exportAnswers()),
    button('Delete answers', () => actions.forgetAnswers()),
  );
  store.watch(
    (state) => state.answers,
    (answers, { models }) => {
      shown(buttons, answers.length > 0);
      list.replaceChildren(
        ...answers.map(({ request, model: id, tokens, made }) =>
          el(
            'li',
            {},
            el('span', { class: 'usage_request', text: request }),
            el('span', {
              class: 'usage_rest',
              text: `${count(tokens, 'token')} of ${modelName(models, id)}, ${DAY.format(made)}`,
            }),
          ),
        ),
      );
      if (answers.length === 0) list.append(el('li', { class: 'note', text: 'None yet.' }));
    },
  );
  return el(
    'div',
    {},
    el('h2', { class: 'label usage_title', text: 'Cached answers' }),
    el('p', {
      class: 'note',
      text:
        'A repeated request is answered from this cache and costs no tokens. Requests and ' +
        'configurations are stored only in this browser, for at most 30 days.',
    }),
    list,
    buttons,
  );
}

/** Steps that cost tokens; the others have nothing to chart. */
const COSTLY = ['draft', 'edit', 'repair'] as const satisfies readonly AnswerStep[];

/** The minute and the day quota of a model. Both refill continuously; neither is reset. */
function model(quota: Quota, { models }: State): HTMLElement {
  const name = modelName(models, quota.model);
  const { runsLeft, opensAt, leftToday, tokensPerDay, leftThisMinute, tokensPerMinute } = quota;
  return el(
    'li',
    { class: 'usage_model' },
    el(
      'p',
      { class: 'usage_name' },
      el('strong', { text: name }),
      el('span', {
        class: 'usage_next',
        text: quota.gone ? 'not available for this key' : next(runsLeft, opensAt),
      }),
    ),
    bar(`${name}: tokens left this minute`, 'minute', leftThisMinute, tokensPerMinute),
    bar(`${name}: tokens left today`, 'day', leftToday, tokensPerDay),
    el('p', {
      class: 'usage_rest',
      text: `${count(quota.requestsLeftToday, 'request')} left today${
        leftToday < tokensPerDay ? `, full at ${clock(quota.fullAgainAt)}` : ''
      }`,
    }),
  );
}

function next(runsLeft: number | null, opensAt: number | null): string {
  if (runsLeft === null) return '';
  const wait = (opensAt ?? 0) - Date.now();
  const when =
    opensAt === null || (runsLeft === 0 && wait <= 0)
      ? 'too large for this quota'
      : wait <= 0
        ? 'can run now'
        : `next at ${clock(opensAt)}, in ${lapse(wait)}`;
  return `${count(runsLeft, 'run')} left today, ${when}`;
}

function bar(label: string, window: string, left: number, of: number): HTMLElement {
  const meter = el('meter', {
    class: 'usage_meter',
    attributes: { min: '0', max: String(of), value: String(left), 'aria-label': label },
  });
  return el(
    'div',
    { class: 'usage_bar' },
    el('span', { class: 'usage_window', text: window }),
    meter,
    el('span', { class: 'usage_left', text: `${number(left)} of ${number(of)}` }),
  );
}

/** A table with bars in its cells, so that the chart is readable by screen readers. */
function table(recent: readonly DayRecord[]): HTMLElement {
  const sums = recent.map(({ byStep }) =>
    ANSWER_STEPS.reduce((all, step) => all + byStep[step], 0),
  );
  const most = Math.max(1, ...sums);
  const costly = COSTLY.filter((step) => recent.some(({ byStep }) => byStep[step] > 0));
  const rows = recent.map((day, index) => {
    const strip = el('span', { class: 'usage_strip', attributes: { 'aria-hidden': 'true' } });
    for (const step of ANSWER_STEPS.filter((one) => day.byStep[one] > 0)) {
      const piece = el('span', { class: `usage_piece is-${step}` });
      piece.style.width = `${(100 * day.byStep[step]) / most}%`;
      strip.append(piece);
    }
    return el(
      'tr',
      {},
      el('th', { text: DAY.format(day.at), attributes: { scope: 'row' } }),
      el('td', { class: 'usage_cell' }, strip),
      ...costly.map((step) => el('td', { class: 'usage_number', text: number(day.byStep[step]) })),
      el('td', { class: 'usage_number', text: number(sums[index] ?? 0) }),
      el('td', { class: 'usage_number', text: number(day.runs) }),
    );
  });
  const attributes = { tabindex: '0', role: 'region', 'aria-label': 'Tokens by day' };
  return el(
    'div',
    { class: 'usage_frame', attributes },
    el(
      'table',
      { class: 'usage_table' },
      el('caption', { class: 'note', text: `Tokens of the last ${DAYS} days` }),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { text: 'Day', attributes: { scope: 'col' } }),
          el('td', { class: 'usage_cell' }),
          ...costly.map((step) =>
            el('th', {
              class: `usage_head is-${step}`,
              text: `${capital(STEP_NAMES[step])}s`,
              attributes: { scope: 'col' },
            }),
          ),
          el('th', { class: 'usage_head', text: 'Tokens', attributes: { scope: 'col' } }),
          el('th', { class: 'usage_head', text: 'Runs', attributes: { scope: 'col' } }),
        ),
      ),
      el('tbody', {}, ...rows),
    ),
  );
}

/** Savings, each with its basis. */
function facts(records: State['records']): string[] {
  if (records.length === 0) return [];
  const { freeRuns, tokens, cached, changes } = saved(records);
  const calls = records.flatMap((record) => record.calls);
  const steps = ANSWER_STEPS.map(
    (step) => [calls.filter((call) => call.step === step).length, step] as const,
  )
    .filter(([amount]) => amount > 0)
    .map(([amount, step]) => count(amount, STEP_NAMES[step]));
  const list = [`${count(records.length, 'run')}: ${steps.join(', ') || 'no answer'}.`];
  if (freeRuns > 0) {
    list.push(
      `${count(freeRuns, 'run')} without tokens${
        tokens === null ? '' : `: about ${count(tokens, 'token')} saved, by your average draft`
      }.`,
    );
  }
  if (changes > 0) list.push(`${count(changes, 'change')} made without tokens.`);
  if (cached > 0) list.push(`${count(cached, 'prompt token')} cached by Groq, at half the price.`);
  return list;
}

/** Asks for confirmation: a reset cannot be undone. */
function reset(actions: UsageActions): HTMLElement {
  const ask = el('button', {
    class: 'button',
    text: 'Reset…',
    attributes: { type: 'button' },
    on: { click: () => turn(true) },
  });
  const yes = el('button', {
    class: 'button',
    text: 'Delete ledger and history',
    attributes: { type: 'button' },
    on: {
      click() {
        actions.reset();
        turn(false);
      },
    },
  });
  const no = el('button', {
    class: 'button',
    text: 'Keep them',
    attributes: { type: 'button' },
    on: { click: () => turn(false) },
  });
  const turn = (asking: boolean): void => {
    shown(ask, !asking);
    shown(yes, asking);
    shown(no, asking);
    (asking ? no : ask).focus();
  };
  shown(yes, false);
  shown(no, false);
  return el('div', { class: 'usage_reset' }, ask, yes, no);
}
