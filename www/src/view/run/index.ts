// Shows the progress of a run: attempts, answer text, waits and failures.

import './style.css';
import type { Actions } from '../../actions';
import { el, prose, shown } from '../../dom';
import type { AppError } from '../../errors';
import { capital, count, detail, headline, lapse, modelName, number, sentence } from '../../format';
import { type Entry, isRunning, type State, type Store } from '../../state';
import type { Attempt, ModelInfo, Plan } from '../../types';

/** Maximum characters shown of a running answer; showing all gets slower as it grows. */
const TAIL_CHARS_MAX = 6_000;
const TICK_MS = 250;

export function mountRun(root: HTMLElement, store: Store, actions: Actions): void {
  const list = el('ol', { class: 'run_entries' });
  const pause = pauseLine(store, actions);
  const answer = el('pre', {
    class: 'run_stream',
    attributes: { tabindex: '0', 'aria-label': 'Answer text' },
  });
  const sofar = progressLine(store);
  const none = el('p', { class: 'note', text: 'No model was called for this configuration.' });
  const draft = el('p', {
    class: 'note',
    text:
      'Written from templates, at 0 tokens. The parts that complete it (provider, keys, images) ' +
      'and the checks are still loading.',
  });
  root.append(pause, list, sofar, draft, answer, none);

  store.watch(
    (state) => (state.run?.entries.length ?? 0) === 0 && !isRunning(state),
    (isEmpty) => shown(none, isEmpty),
  );
  store.watch(
    (state) => state.run?.entries,
    (entries, state) => {
      list.replaceChildren(...(entries ?? []).map((entry) => item(entry, state)));
    },
  );
  store.watch(
    (state) => state.run?.phase,
    (_, state) => {
      root.classList.toggle('is-running', isRunning(state));
      if (!isRunning(state)) shown(answer, false);
    },
  );
  store.watch(
    (state) => state.run?.answer ?? '',
    (text, state) => {
      if (text === '' && draftOf(state) !== null) return;
      shown(answer, text !== '' && isRunning(state));
      answer.textContent = text.slice(-TAIL_CHARS_MAX);
      answer.scrollTop = answer.scrollHeight;
    },
  );
  store.watch(draftOf, (text) => {
    shown(draft, text !== null);
    if (text === null) return;
    // The text is whole, so it is shown from its start.
    shown(answer, true);
    answer.textContent = text;
    answer.scrollTop = 0;
  });
  store.watch(
    (state) => state.run?.answers,
    (_, state) =>
      list.replaceChildren(...(state.run?.entries ?? []).map((one) => item(one, state))),
  );
}

/** The templates' draft of a running run; null once a model is asked. */
function draftOf({ run }: State): string | null {
  return run?.phase === 'running' && run.entries.length === 0 ? run.draft : null;
}

/** Mounts the reason for an early end of a run. */
export function mountFailure(root: HTMLElement, store: Store): void {
  const failure = el('div', { class: 'run_failure', attributes: { role: 'alert' } });
  root.append(failure);
  store.watch(
    (state) => state.run?.failure ?? null,
    (why) => {
      shown(failure, why !== null);
      failure.replaceChildren(...(why === null ? [] : failed(why)));
    },
  );
}

/** The answer of an attempt as it came; null where none is known. */
function rawAnswer(text: string | undefined, number: number): HTMLElement | null {
  if (text === undefined) return null;
  return el(
    'details',
    { class: 'run_raw' },
    el('summary', { text: 'Answer as it came' }),
    el('pre', {
      class: 'run_raw_text',
      text,
      attributes: { tabindex: '0', dir: 'auto', 'aria-label': `Answer of attempt ${number}` },
    }),
  );
}

/** Mean characters of Terraform in a token; exact enough for a progress bar. */
const CHARS_A_TOKEN = 3.5;

/** Progress of the running answer in proportion to its cap. */
function progressLine(store: Store): HTMLElement {
  const bar = el('progress', { class: 'run_bar', attributes: { 'aria-label': 'Answer so far' } });
  const text = el('span', {});
  const line = el('p', { class: 'run_sofar' }, bar, text);
  store.watch(
    (state) => state.run?.answer.length ?? 0,
    (chars, state) => {
      const asked = state.run?.entries.findLast((entry) => entry.kind === 'sent');
      const cap = asked?.kind === 'sent' ? asked.plan.maxCompletionTokens : 0;
      shown(line, chars > 0 && cap > 0 && isRunning(state));
      const tokens = Math.round(chars / CHARS_A_TOKEN);
      bar.max = cap;
      bar.value = Math.min(tokens, cap);
      text.textContent = `≈ ${number(tokens)} of at most ${count(cap, 'token')}`;
    },
  );
  store.watch(
    (state) => isRunning(state),
    (running) => {
      if (!running) shown(line, false);
    },
  );
  return line;
}

function item(entry: Entry, { models, run }: State): HTMLElement {
  switch (entry.kind) {
    case 'sent':
      return el(
        'li',
        { class: 'run_entry is-sent' },
        head(entry.number, entry.plan, models, run?.attemptsMax ?? null),
        el('p', {
          class: 'run_tokens',
          text:
            `${number(entry.plan.promptTokens)} prompt tokens, ` +
            `at most ${number(entry.plan.maxCompletionTokens)} for the answer`,
        }),
        rawAnswer(run?.answers.get(entry.number), entry.number),
      );
    case 'evaluated':
      return judged(entry.attempt, models, run?.answers.get(entry.attempt.number));
    case 'model_changed':
      return el(
        'li',
        { class: 'run_entry is-model-changed' },
        el('p', {
          text:
            `Switched from ${modelName(models, entry.from)} to ` +
            `${modelName(models, entry.to)}: ${entry.reason}.`,
        }),
      );
  }
}

function head(
  attempt: number,
  plan: Plan,
  models: readonly ModelInfo[],
  of: number | null = null,
): HTMLElement {
  return el(
    'p',
    { class: 'run_head' },
    el('strong', { text: `${attempt}. ${capital(plan.step)}` }),
    of === null ? null : el('span', { class: 'run_model', text: ` attempt ${attempt} of ${of}` }),
    el('span', { class: 'run_model', text: ` ${modelName(models, plan.model)}` }),
  );
}

function judged(
  attempt: Attempt,
  models: readonly ModelInfo[],
  answer: string | undefined,
): HTMLElement {
  const { plan, usage } = attempt;
  const tokens =
    usage === null
      ? `${number(plan.promptTokens)} prompt tokens forecast`
      : `${number(usage.promptTokens)} prompt + ${number(usage.completionTokens)} answer tokens`;
  return el(
    'li',
    { class: 'run_entry is-evaluated' },
    head(attempt.number, plan, models),
    el(
      'p',
      { class: 'run_tokens' },
      tokens,
      el('span', { class: 'run_forecast', text: forecast(attempt) }),
    ),
    el('p', { class: 'run_outcome' }, ...prose(sentence(attempt.outcome))),
    rawAnswer(answer, attempt.number),
  );
}

/** Compares the forecast with Groq's count; a deviation is always shown. */
function forecast({ plan, drift, usage }: Attempt): string {
  if (usage === null || drift === null) return '';
  if (drift === 0) return `, as forecast`;
  const sign = drift > 0 ? '+' : '−';
  return `, forecast ${number(plan.promptTokens)}, off by ${sign}${number(Math.abs(drift))}`;
}

/** Countdown of a wait. */
function pauseLine(store: Store, actions: Actions): HTMLElement {
  const left = el('strong', { class: 'run_left', attributes: { role: 'timer' } });
  const why = el('span', {});
  const line = el(
    'p',
    { class: 'run_pause' },
    why,
    left,
    ' ',
    el('button', {
      class: 'button button_small',
      text: 'Stop waiting',
      attributes: { type: 'button' },
      on: { click: () => actions.cancel() },
    }),
  );
  let timer: ReturnType<typeof setInterval> | undefined;
  store.watch(
    (state) => state.run?.waiting ?? null,
    (waiting, { models }) => {
      clearInterval(timer);
      shown(line, waiting !== null);
      if (waiting === null) return;
      const { model, until } = waiting;
      why.textContent = `${modelName(models, model)}: ${waiting.reason}. Continues in `;
      const tick = (): void => {
        left.textContent = lapse(until - Date.now());
      };
      tick();
      timer = setInterval(tick, TICK_MS);
    },
  );
  return line;
}

function failed(failure: AppError): HTMLElement[] {
  const more = detail(failure);
  return [
    el('p', { text: headline(failure) }),
    ...(more === null ? [] : [el('p', { class: 'run_detail' }, ...prose(more))]),
  ];
}

/** Announces an entry to screen readers. */
export function announcement(entry: Entry, models: readonly ModelInfo[]): string {
  switch (entry.kind) {
    case 'sent':
      return `Attempt ${entry.number}: asking ${modelName(models, entry.plan.model)}.`;
    case 'evaluated': {
      const { number: at, outcome, usage } = entry.attempt;
      const tokens = usage === null ? 'Not counted by Groq' : count(usage.totalTokens, 'token');
      return `Attempt ${at}: ${outcome}. ${tokens}.`;
    }
    case 'model_changed':
      return `Switched to ${modelName(models, entry.to)}: ${entry.reason}.`;
  }
}
