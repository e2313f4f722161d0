// Shows the bar of the workspace: request, status, and the buttons of the result.

import './style.css';
import type { Actions } from '../../actions';
import { openDangers } from '../../dangers';
import { el, prose, shown } from '../../dom';
import { costSummary, isWithoutModel } from '../../format';
import { isRunning, type State, type Store } from '../../state';
import { statusOf } from '../../status';

const COPIED_MS = 2_000;
const TITLE = document.title;

export function mountResult(root: HTMLElement, store: Store, actions: Actions): void {
  const request = el('p', { class: 'result_request', attributes: { dir: 'auto' } });
  const headlineText = el('h2', {
    class: 'result_headline',
    attributes: { tabindex: '-1' },
  });
  const spent = el('span', { class: 'result_spent' });
  const button = (text: string, click: () => void): HTMLButtonElement =>
    el('button', {
      class: 'button button_small',
      text,
      attributes: { type: 'button' },
      on: { click },
    });
  const folder = button('Download folder', () => actions.downloadFolder());
  folder.classList.add('button_main');
  const file = button('Download main.tf', () => actions.download());
  const copy = copyButton('Copy', 'Copied', () => actions.copy());
  const { copyLink } = actions;
  const share = copyLink === null ? null : copyButton('Share', 'Link copied', copyLink);
  if (share !== null) {
    share.title = 'A link with the request: no key, no configuration, and opening it sends nothing';
  }
  const undo = button('Undo the last change', () => actions.undoChange());
  const fresh = button('New request', () => actions.startNew());
  const ask = el('button', {
    class: 'result_ask',
    text: 'Ask a model instead',
    attributes: { type: 'button' },
    on: { click: () => actions.askModel() },
  });
  const undone = el('p', { class: 'result_undone', attributes: { role: 'alert' } });
  root.append(
    el(
      'div',
      { class: 'result_facts' },
      request,
      el('div', { class: 'result_line' }, headlineText, spent, ask),
      undone,
    ),
    el('div', { class: 'result_actions' }, folder, file, copy, share, undo, fresh),
  );

  const show = (state: State): void => {
    const { run, result, mode, past } = state;
    const running = isRunning(state);
    const status = statusOf(state);
    const text = running ? (run?.request ?? '') : (result?.report.request ?? run?.request ?? '');
    request.textContent = text;
    request.title = text;
    if (headlineText.textContent !== status.text) headlineText.textContent = status.text;
    headlineText.className = `result_headline is-${status.tone}`;
    document.title = mode === 'work' ? `${status.text.split(' · ')[0]} – InfraGenie` : TITLE;
    const isBlocked = result === null || openDangers(result).length > 0;
    for (const one of [folder, file, copy]) {
      one.disabled = isBlocked;
      shown(one, result !== null);
    }
    if (share !== null) shown(share, result !== null);
    shown(undo, past.length > 0 && !running);
    shown(fresh, !running);
    const isFree = result !== null && isWithoutModel(result.report);
    shown(ask, isFree && !running);
    spent.textContent = result === null || running ? '' : costSummary(result.report);
    const why = result?.failure?.message ?? '';
    undone.replaceChildren(
      ...prose(why === '' ? '' : `The last change could not be applied: ${why}.`),
    );
    shown(undone, why !== '');
  };
  for (const part of ['run', 'result', 'mode', 'past', 'estimate'] as const) {
    store.watch(
      (state) => state[part],
      (_, state) => show(state),
    );
  }
  store.watch(
    (state) => state.run?.phase,
    (phase) => {
      // The focus follows to the outcome, unless the user is elsewhere.
      const isFree = document.activeElement === document.body;
      if (phase === 'done' && isFree) headlineText.focus({ preventScroll: true });
    },
  );
}

/** A button that copies, and says whether it did. */
function copyButton(text: string, done: string, copy: () => Promise<boolean>): HTMLButtonElement {
  const button = el('button', {
    class: 'button button_small',
    text,
    attributes: { type: 'button' },
    on: {
      click() {
        void copy().then((isCopied) => {
          button.textContent = isCopied ? done : 'Clipboard blocked';
          setTimeout(() => {
            button.textContent = text;
          }, COPIED_MS);
        });
      },
    },
  });
  return button;
}
