// Shows the field below the Check screen that asks for a change.

import './style.css';
import type { CheckActions } from '../../actions';
import { el, shown } from '../../dom';
import type { Store } from '../../state';

/** Maximum characters of a request. */
const CHARS_MAX = 4_000;

export function mountAsk(root: HTMLElement, store: Store, actions: CheckActions): void {
  const words = el('input', {
    class: 'ask_words',
    attributes: {
      type: 'text',
      dir: 'auto',
      maxlength: String(CHARS_MAX),
      placeholder: 'Ask for a change',
      'aria-label': 'Ask for a change of the fixed configuration',
      autocomplete: 'off',
    },
  });
  const form = el(
    'form',
    { class: 'ask_form' },
    words,
    el('button', {
      class: 'button button_main',
      text: 'Ask',
      attributes: { type: 'submit' },
    }),
    el('p', { class: 'note', text: 'Its tokens are shown before anything is sent.' }),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    actions.change(words.value.trim());
    words.value = '';
  });
  root.append(form);
  store.watch(
    (state) => state.check.verdict !== null,
    (isChecked) => shown(root, isChecked),
  );
}
