// Shows the forecast of a request: tokens by part, model, cap and quota.

import './style.css';
import type { Actions } from '../../actions';
import { budgetText, headline } from '../../cost';
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
import { type ComposePanel, isRunning, type State, type Store } from '../../state';
import type { ModelInfo, Part, Plan, Preview, Profile } from '../../types';

/** Pause before the cost of a template answer is computed, in milliseconds. */
const COST_REST_MS = 400;

/** Estimates the monthly cost of a configuration. */
type EstimateOf = (code: string, before: null, request: string) => Promise<CostEstimate>;

export function mountForecast(
  root: HTMLElement,
  store: Store,
  actions: Actions,
  estimateOf: EstimateOf,
): void {
  const models = modelChoice(store, actions);
  const profiles = profileChoice(store, actions);
  const templates = templatesChoice(store, actions);
  const answer = el('span', { class: 'forecast_answer' });
  const detail = el('div', {});
  const sent = el('div', { class: 'forecast_messages' });
  const disclosure = el(
    'details',
    { class: 'forecast_sent' },
    el('summary', { text: 'Show the messages to be sent' }),
    sent,
  );
  const line = el('div', { class: 'forecast_line' });
  const more = el('div', { class: 'forecast_panel' }, detail, disclosure);
  const choices = el('div', { class: 'forecast_panel' }, models, profiles, templates);
  const tokens = toggle('tokens', answer, store, actions, more);
  const model = toggle('model', el('span', {}), store, actions, choices);
  const quota = toggle('quota', el('span', {}), store, actions, null);
  const key = toggle('key', el('span', {}), store, actions, null);
  line.append(tokens, templateCost(store, estimateOf), model, quota, key);
  root.append(line, more, choices);

  const show = (state: State): void => {
    const { preview } = state;
    const ready = preview?.state === 'counted' ? preview : null;
    const free = preview !== null && isFree(preview);
    answer.replaceChildren(...(preview === null ? [waiting(state)] : total(preview)));
    const again = tryAgain(state, actions);
    detail.replaceChildren(
      ...(preview !== null ? facts(preview, state.models) : again === null ? [] : [again]),
    );
    const id = ready?.plan.model ?? null;
    model.replaceChildren(
      `${free ? 'No model' : id === null ? 'Model' : modelName(state.models, id)} · ` +
        PROFILE_NAMES[state.profile],
    );
    const left = state.quota.reduce((most, one) => Math.max(most, one.runsLeft ?? 0), 0);
    shown(quota, state.quota.length > 0);
    quota.replaceChildren(
      ready === null || free ? 'Free quota' : `${count(left, 'run')} left today`,
    );
    key.replaceChildren(keyText(state));
    shown(key, !free);
    shown(disclosure, ready !== null && !free);
    if (disclosure.open) sent.replaceChildren(...messages(ready?.plan ?? null));
  };
  const parts = ['preview', 'module', 'pack', 'refused', 'models'] as const;
  for (const part of [...parts, 'profile', 'quota', 'key', 'keyStorage'] as const) {
    store.watch(
      (state) => state[part],
      (_, state) => show(state),
    );
  }
  disclosure.addEventListener('toggle', () => show(store.get()));
  store.watch(
    (state) => state.pack?.failed != null,
    (failed, { panel }) => {
      if (failed && panel !== 'tokens') actions.togglePanel('tokens');
    },
  );
}

/** A button of the line that opens a panel below it. */
function toggle(
  panel: ComposePanel,
  content: HTMLElement,
  store: Store,
  actions: Actions,
  element: HTMLElement | null,
): HTMLButtonElement {
  const button = el(
    'button',
    {
      class: `forecast_toggle is-${panel}`,
      attributes: { type: 'button' },
      on: { click: () => actions.togglePanel(panel) },
    },
    content,
  );
  store.watch(
    (state) => state.panel === panel,
    (isOpen) => {
      button.setAttribute('aria-expanded', String(isOpen));
      if (element !== null) shown(element, isOpen);
    },
  );
  return button;
}

function keyText({ key, keyStorage }: State): string {
  if (keyStorage.sealed === 'locked' && key.phase === 'none') return 'Key locked';
  switch (key.phase) {
    case 'none':
      return 'No key';
    case 'given':
      return 'Key set';
    case 'checking':
      return 'Checking the key…';
    case 'accepted':
      return 'Key valid';
    case 'refused':
      return 'Key refused';
  }
}

/** The unknown words of a request that a model answers, and the services that are understood. */
function reading({ notUnderstood, understood }: Extract<Preview, { state: 'counted' }>): string {
  const unread = notUnderstood.length > 0 ? `Not understood: ${notUnderstood.join(', ')}. ` : '';
  return `${unread}${understood.length > 0 ? `Understood: ${understood.join(', ')}.` : ''}`;
}

/** The monthly cost of the templates' answer, or what makes a model answer, before a run. */
function templateCost(store: Store, estimateOf: EstimateOf): HTMLElement {
  const line = el('span', { class: 'forecast_cost', attributes: { role: 'status' } });
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.watch(
    // What appears or goes during a run moves the field below the result.
    (state) => (isRunning(state) ? null : state.preview),
    (preview, { request }) => {
      clearTimeout(timer);
      line.textContent = '';
      if (preview?.state === 'counted' && preview.first === 'model') {
        timer = setTimeout(() => {
          line.textContent = reading(preview);
        }, COST_REST_MS);
      }
      const code = preview?.first === 'templates' ? preview.templateCode : null;
      if (code === null) return;
      timer = setTimeout(() => {
        estimateOf(code, null, request).then(
          (found) => {
            // A newer request is estimated by its own call.
            if (store.get().preview !== preview) return;
            const over = budgetText(found.estimate, found.budget);
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

/** Reasons why a request costs no tokens, by the source of its answer. */
const FREE: Readonly<Record<Preview['first'], string>> = {
  templates: ' tokens: built-in templates cover the whole request',
  edits: ' tokens: the changes are certain',
  statement: ' tokens: the text asks for no change',
  cache: ' tokens',
  model: ' tokens',
};

/** The tokens of a request in one line. */
function total(preview: Preview): (HTMLElement | string)[] {
  if (isFree(preview) || preview.state !== 'counted') {
    const cached = preview.state === 'counted' ? preview.cached : null;
    return [
      el('strong', { class: 'forecast_number', text: '0' }),
      cached === null
        ? FREE[preview.first]
        : ` tokens: the stored answer to the same request, which cost ${number(cached.tokens)}`,
    ];
  }
  const { plan } = preview;
  return [
    el('strong', {
      class: 'forecast_number',
      text: `${plan.exact ? '' : '≈ '}${number(plan.promptTokens)}`,
    }),
    ` prompt + at most ${number(plan.maxCompletionTokens)} answer tokens`,
  ];
}

/** The parts of the prompt, and the facts of the call. */
function facts(preview: Preview, models: readonly ModelInfo[]): HTMLElement[] {
  if (isFree(preview) || preview.state !== 'counted') {
    const text = 'No model is called, nothing is sent, and no key is needed.';
    return [el('p', { class: 'forecast_note', text })];
  }
  const { plan, perDay, leftToday, notes } = preview;
  return [
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
function waiting({ module, pack, refused, request }: State): HTMLElement {
  const text = (value: string): HTMLElement =>
    el('span', { class: 'forecast_waiting', text: value });
  if (module.phase === 'broken') return text(module.message);
  if (module.phase === 'loading') return text('Loading…');
  if (pack?.failed != null) return text('The tokenizer vocabulary could not be loaded');
  if (pack !== null) return text('Loading the tokenizer vocabulary…');
  if (refused !== null && request.trim() !== '') return text('No count: the request is not valid.');
  return text('Tokens are counted while you type');
}

/** The reason why the vocabulary is missing, with a button; null where it is not. */
function tryAgain({ pack }: State, actions: Actions): HTMLElement | null {
  if (pack?.failed == null) return null;
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
