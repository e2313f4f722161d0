// Shows the forecast of a request: tokens by part, model, cap and quota.

import './style.css';
import type { Actions } from '../../actions';
import { headline, overBudget } from '../../cost';
import { el, shown } from '../../dom';
import type { CostEstimate } from '../../engine';
import {
  count,
  isFree,
  modelName,
  number,
  PART_NAMES,
  PROFILE_NAMES,
  sentence,
} from '../../format';
import type { State, Store } from '../../state';
import type { ModelInfo, Part, Plan, Preview, Profile } from '../../types';

/** Pause before the cost of a template answer is computed, in milliseconds. */
const COST_REST_MS = 400;

/** Estimates the monthly cost of the templates' answer to a request; null where there is none. */
type EstimateOf = (request: string) => Promise<CostEstimate | null>;

export function mountForecast(
  root: HTMLElement,
  store: Store,
  actions: Actions,
  estimateOf: EstimateOf,
): void {
  const models = modelChoice(store, actions);
  const profiles = profileChoice(store, actions);
  const templates = templatesChoice(store, actions);
  const answer = el('div', { class: 'forecast_answer' });
  const sent = el('div', { class: 'forecast_messages' });
  const disclosure = el(
    'details',
    { class: 'forecast_sent' },
    el('summary', { text: 'Show the messages to be sent' }),
    sent,
  );
  root.append(
    el('h2', { class: 'label', text: 'Tokens for this request' }),
    answer,
    templateCost(store, estimateOf),
    templates,
    models,
    profiles,
    disclosure,
  );

  const show = (state: State): void => {
    const { preview } = state;
    const ready = preview?.state === 'counted' ? preview : null;
    answer.replaceChildren(
      ...(ready === null ? [waiting(state, actions)] : counted(ready, state.models)),
    );
    shown(disclosure, ready !== null && !isFree(ready));
    if (disclosure.open) sent.replaceChildren(...messages(ready?.plan ?? null));
  };
  for (const part of ['preview', 'module', 'pack', 'refused', 'models'] as const) {
    store.watch(
      (state) => state[part],
      (_, state) => show(state),
    );
  }
  disclosure.addEventListener('toggle', () => show(store.get()));
}

/** The monthly cost of the templates' answer, before anything is generated. */
function templateCost(store: Store, estimateOf: EstimateOf): HTMLElement {
  const line = el('p', { class: 'note', attributes: { role: 'status' } });
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.watch(
    ({ preview }) => preview,
    (preview, { request }) => {
      clearTimeout(timer);
      line.textContent = '';
      if (preview?.state !== 'counted' || preview.first !== 'templates') return;
      timer = setTimeout(() => {
        estimateOf(request).then(
          (found) => {
            // A newer request is estimated by its own call.
            if (found === null || store.get().preview !== preview) return;
            const over = overBudget(found.estimate, found.budget.monthly);
            const cost = `AWS: ${headline(found.estimate)}`;
            line.textContent = over === null ? cost : `${cost}. ${over}`;
          },
          () => {},
        );
      }, COST_REST_MS);
    },
  );
  return line;
}

type Counted = Extract<Preview, { state: 'counted' }>;

/** Reasons why a request costs no tokens, by the source of its answer. */
const FREE: Readonly<Record<Counted['first'], string>> = {
  templates: ' tokens: built-in templates cover the whole request',
  edits: ' tokens: the changes are certain',
  statement: ' tokens: the text asks for no change',
  cache: ' tokens',
  model: ' tokens',
};

function counted(preview: Counted, models: readonly ModelInfo[]): HTMLElement[] {
  const { plan, perDay, leftToday, notes, cached, first } = preview;
  if (isFree(preview)) {
    return [
      el(
        'p',
        { class: 'forecast_total' },
        el('strong', { class: 'forecast_number', text: '0' }),
        cached === null
          ? FREE[first]
          : ` tokens: the stored answer to the same request, which cost ${number(cached.tokens)}`,
      ),
    ];
  }
  return [
    el(
      'p',
      { class: 'forecast_total' },
      el('strong', {
        class: 'forecast_number',
        text: `${plan.exact ? '' : '≈ '}${number(plan.promptTokens)}`,
      }),
      ' prompt tokens',
    ),
    bar(plan),
    el(
      'dl',
      { class: 'forecast_facts' },
      ...fact('Model', modelName(models, plan.model)),
      ...fact('Answer', `at most ${count(plan.maxCompletionTokens, 'token')}`),
      ...fact(
        'Free quota',
        `${number(perDay)} such requests a day, ` + `${number(leftToday)} left today`,
      ),
    ),
    ...notes.map((note) => el('p', { class: 'forecast_note', text: sentence(note) })),
  ];
}

function fact(name: string, value: string): HTMLElement[] {
  return [el('dt', { text: name }), el('dd', { text: value })];
}

/** A bar with widths in proportion to the tokens; the list below has the same numbers. */
function bar({ parts }: Plan): HTMLElement {
  const strip = el('div', { class: 'forecast_bar', attributes: { 'aria-hidden': 'true' } });
  const list = el('ul', { class: 'forecast_parts' });
  for (const { name, tokens } of parts.filter((part) => part.tokens > 0)) {
    const piece = el('span', { class: `forecast_piece is-${name}` });
    piece.style.flexGrow = String(tokens);
    strip.append(piece);
    list.append(legend(name, tokens));
  }
  return el('div', {}, strip, list);
}

function legend(name: Part['name'], tokens: number): HTMLElement {
  return el(
    'li',
    { class: `forecast_part is-${name}` },
    el('span', { class: 'forecast_part_tokens', text: number(tokens) }),
    ` ${PART_NAMES[name]}`,
  );
}

/** Shows the reason for a missing count; never an estimate instead. */
function waiting({ module, pack, refused, request }: State, actions: Actions): HTMLElement {
  const text = (value: string): HTMLElement => el('p', { class: 'forecast_waiting', text: value });
  if (module.phase === 'broken') return text(module.message);
  if (module.phase === 'loading') return text('Loading…');
  if (pack?.failed != null) {
    return el(
      'p',
      { class: 'forecast_waiting' },
      `The tokenizer vocabulary could not be loaded: ${pack.failed}. `,
      el('button', {
        class: 'button button_small',
        text: 'Try again',
        attributes: { type: 'button' },
        on: { click: () => actions.loadAgain() },
      }),
    );
  }
  if (pack !== null) return text('Loading the tokenizer vocabulary…');
  if (refused !== null && request.trim() !== '') return text('No count: the request is not valid.');
  return text('Tokens are counted exactly while you type; nothing is sent.');
}

function messages(plan: Plan | null): HTMLElement[] {
  return (plan?.messages ?? []).map(({ role, content }) =>
    el(
      'figure',
      { class: 'forecast_message' },
      el('figcaption', { text: role }),
      el('pre', { text: content, attributes: { tabindex: '0' } }),
    ),
  );
}

const PROFILES = ['minimal', 'balanced', 'thorough'] as const satisfies readonly Profile[];

function templatesChoice(store: Store, actions: Actions): HTMLElement {
  const box = el('input', {
    attributes: { id: 'forecast_blocks', type: 'checkbox' },
    on: { change: () => actions.useTemplates(box.checked) },
  });
  store.watch(
    (state) => state.templates,
    (templates) => {
      box.checked = templates;
    },
  );
  return el(
    'p',
    { class: 'forecast_choice' },
    box,
    el('label', {
      text: 'Use built-in templates when they cover the whole request (0 tokens)',
      attributes: { for: 'forecast_blocks' },
    }),
  );
}

function profileChoice(store: Store, actions: Actions): HTMLElement {
  const select = el(
    'select',
    {
      class: 'forecast_model',
      attributes: { id: 'forecast_profile' },
      on: {
        change() {
          actions.chooseProfile(PROFILES.find((one) => one === select.value) ?? PROFILES[0]);
        },
      },
    },
    ...PROFILES.map((value) => el('option', { text: PROFILE_NAMES[value], attributes: { value } })),
  );
  store.watch(
    (state) => state.profile,
    (profile) => {
      select.value = profile;
    },
  );
  return el(
    'p',
    { class: 'forecast_choice' },
    el('label', { text: 'Profile', attributes: { for: 'forecast_profile' } }),
    select,
  );
}

function modelChoice(store: Store, actions: Actions): HTMLElement {
  const select = el('select', {
    class: 'forecast_model',
    attributes: { id: 'forecast_model' },
    on: { change: () => actions.chooseModel(select.value === '' ? null : select.value) },
  });
  store.watch(
    (state) => state.models,
    (models, { model }) => {
      const option = (value: string, text: string): HTMLOptionElement =>
        el('option', { text, attributes: { value } });
      select.replaceChildren(
        option('', 'Automatic'),
        ...models.map(({ id, name, live, exact }) => {
          const notes = [live === false ? 'not available' : '', exact ? '' : 'approximate counts'];
          const note = notes.filter((one) => one !== '').join(', ');
          const made = option(id, note === '' ? name : `${name} (${note})`);
          made.disabled = live === false;
          return made;
        }),
      );
      select.value = model ?? '';
    },
  );
  return el(
    'p',
    { class: 'forecast_choice' },
    el('label', { text: 'Model', attributes: { for: 'forecast_model' } }),
    select,
  );
}
