// Shows the request field, its counter and its error message.

import './style.css';
import type { Actions } from '../../actions';
import { byId, el, prose, shown } from '../../dom';
import { number, sentence } from '../../format';
import { hiddenCount, withHiddenShown } from '../../hidden-characters';
import type { State, Store } from '../../state';
import EXAMPLES from './examples.json';

const CHARS_MAX = 4_000;

/** Number of examples that are in view; a button shows the others. */
const EXAMPLES_SHOWN = 10;

export function mountRequest(root: HTMLElement, store: Store, actions: Actions): void {
  const words = el('textarea', {
    class: 'request_text',
    attributes: {
      id: 'request_text',
      rows: '1',
      dir: 'auto',
      spellcheck: 'true',
      autocomplete: 'off',
      placeholder: 'Describe the AWS infrastructure that you need',
      'aria-describedby': 'request_counter request_refused',
    },
    on: { input: () => actions.writeRequest(words.value) },
  });
  const counter = el('p', { class: 'request_counter', attributes: { id: 'request_counter' } });
  const refused = el('p', {
    class: 'request_refused',
    attributes: { id: 'request_refused', role: 'status' },
  });
  const chips = EXAMPLES.map(({ label, request }) =>
    el('button', {
      class: 'request_example',
      text: label,
      attributes: { type: 'button', title: request },
      on: {
        click() {
          words.value = request;
          actions.writeRequest(request);
          words.focus();
        },
      },
    }),
  );
  const others = chips.slice(EXAMPLES_SHOWN);
  for (const chip of others) shown(chip, false);
  const more = el('button', {
    class: 'request_example request_more',
    text: 'More examples',
    attributes: { type: 'button' },
    on: {
      click() {
        for (const chip of others) shown(chip, true);
        shown(more, false);
        others[0]?.focus();
      },
    },
  });
  const examples = el('p', { class: 'request_examples' }, ...chips, more);

  const link = linkButton(actions);
  const label = el('label', { class: 'label', attributes: { for: 'request_text' } });
  const changing = el('span', {});
  const subject = el(
    'p',
    { class: 'request_subject' },
    changing,
    el('button', {
      class: 'button button_small',
      text: 'Start a new configuration',
      attributes: { type: 'button' },
      on: { click: () => actions.startNew() },
    }),
  );
  const back = el('button', {
    class: 'request_link',
    text: 'Back to the result',
    attributes: { type: 'button' },
    on: { click: () => actions.backToResult() },
  });
  root.append(
    el('div', { class: 'request_head' }, label, back),
    linkedRequest(store, actions),
    subject,
    words,
    el('div', { class: 'request_below' }, refused, link, counter),
  );
  byId('examples').append(examples);
  const showBack = ({ mode, result }: State): void =>
    shown(back, mode === 'compose' && result !== null);
  for (const part of ['mode', 'result'] as const) {
    store.watch(
      (state) => state[part],
      (_, state) => showBack(state),
    );
  }

  /** Whether the user has tried to send the current request. */
  let isSubmitted = false;
  const showRefusal = ({ refused: why, request }: State): void => {
    // An empty field is no error until the user sends it.
    const isShown = why !== null && (request !== '' || isSubmitted);
    refused.replaceChildren(...prose(isShown ? sentence(why.message) : ''));
    words.setAttribute('aria-invalid', String(isShown));
    counter.classList.toggle('is-over', why?.kind === 'too_long');
  };
  store.watch(
    (state) => state.request,
    (text) => {
      isSubmitted = false;
      counter.textContent = `${number(characters(text))} / ${number(CHARS_MAX)}`;
      shown(examples, text.trim() === '');
      if (link !== null) shown(link, text.trim() !== '');
      // A link or an earlier run may set the request.
      if (words.value !== text) words.value = text;
    },
  );
  store.watch(
    (state) => state.subject,
    (changed) => {
      label.textContent = changed === null ? 'What do you need?' : 'What should change?';
      words.placeholder =
        changed === null ? 'Describe the AWS infrastructure that you need' : 'Ask for a change';
      shown(subject, changed !== null);
      changing.textContent = `Applies to ${changed?.name ?? ''}; other parts stay unchanged.`;
    },
  );
  store.watch(
    (state) => state.refused,
    (_, state) => showRefusal(state),
  );
  store.watch(
    (state) => state.preview,
    (_, state) => showRefusal(state),
  );
  store.watch(
    (state) => state.attention,
    (attention) => {
      if (attention?.on !== 'request') return;
      isSubmitted = attention.message !== '';
      refused.replaceChildren(...prose(sentence(attention.message)));
      words.focus();
    },
  );
}

/** Shows the request of a link, which the user takes or drops. */
function linkedRequest(store: Store, actions: Actions): HTMLElement {
  const text = el('pre', { class: 'request_linked_text' });
  const hidden = el('p', { class: 'note' });
  const button = (name: string, isTaken: boolean): HTMLElement =>
    el('button', {
      class: 'button button_small',
      text: name,
      attributes: { type: 'button' },
      on: { click: () => actions.takeLinked(isTaken) },
    });
  const root = el(
    'div',
    { class: 'request_linked', attributes: { role: 'status' } },
    el('p', { text: 'A link brings this request. Yours is kept until you choose.' }),
    text,
    hidden,
    el('p', {}, button('Use the request of the link', true), ' ', button('Keep mine', false)),
  );
  store.watch(
    (state) => state.linked,
    (linked) => {
      shown(root, linked !== null);
      text.textContent = withHiddenShown(linked ?? '');
      const count = hiddenCount(linked ?? '');
      hidden.textContent =
        count === 0 ? '' : `It has ${number(count)} characters that are not displayed: ‹U+…›.`;
    },
  );
  return root;
}

const COPIED_MS = 2_000;

/** Null where nobody else could open the link. */
function linkButton({ copyLink }: Actions): HTMLButtonElement | null {
  if (copyLink === null) return null;
  const button = el('button', {
    class: 'request_link',
    text: 'Share as a link',
    attributes: { type: 'button' },
    on: {
      click() {
        void copyLink().then((done) => {
          button.textContent = done ? 'Link copied' : 'Clipboard blocked';
          setTimeout(() => {
            button.textContent = 'Share as a link';
          }, COPIED_MS);
        });
      },
    },
  });
  button.title = 'A link with this request: no key, no configuration, and opening it sends nothing';
  return button;
}

/** Counts characters as the limit does, without allocating an array of them. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
