// The user's Groq key, and what Groq says of it. The field is the only place where the key is seen.

import './style.css';
import { el, shown } from '../../dom';
import type { Intents } from '../../intents';
import type { KeyState, Store } from '../../state';
import type { ModelInfo } from '../../types';
import { detail, headline } from '../../words';

export function mountKey(root: HTMLElement, store: Store, intents: Intents): void {
  const field = el('input', {
    class: 'key_field',
    attributes: {
      id: 'key_field', type: 'password', autocomplete: 'off', spellcheck: 'false',
      autocapitalize: 'off', placeholder: 'gsk_…', 'data-1p-ignore': '', 'data-lpignore': 'true',
      'aria-describedby': 'key_kept key_said',
    },
    on: {
      input: () => intents.giveKey(field.value),
      keydown(event) {
        const { key, ctrlKey, metaKey } = event as KeyboardEvent;
        if (key === 'Enter' && !ctrlKey && !metaKey) intents.checkKey();
      },
    },
  });
  const check = el('button', {
    class: 'button', text: 'Check', attributes: { type: 'button' },
    on: { click: () => intents.checkKey() },
  });
  const said = el('p', { class: 'key_said', attributes: { id: 'key_said', role: 'status' } });
  const live = el('ul', { class: 'key_models', attributes: { 'aria-label': 'Models' } });
  const kept = el('p', {
    class: 'note',
    attributes: { id: 'key_kept' },
    text: 'Kept in this page\'s memory until you close it, and sent to api.groq.com alone.',
  });

  root.append(
    el('label', { class: 'label', text: 'Your Groq key', attributes: { for: 'key_field' } }),
    el('div', { class: 'key_row' }, field, check),
    kept, said, live,
  );

  store.watch((state) => state.key, (key, { models }) => {
    said.textContent = sentence(key);
    said.classList.toggle('is-wrong', key.phase === 'refused');
    field.setAttribute('aria-invalid', String(key.phase === 'refused'));
    check.setAttribute('aria-disabled', String(key.phase === 'checking'));
    shown(live, key.phase === 'accepted');
    if (key.phase === 'accepted') live.replaceChildren(...models.map(item));
  });
  store.watch((state) => state.attention, (attention) => {
    if (attention?.on !== 'key') return;
    said.textContent = attention.message;
    said.classList.add('is-wrong');
    field.focus();
  });
}

function sentence(key: KeyState): string {
  switch (key.phase) {
    case 'none':
    case 'given':
      return '';
    case 'checking':
      return 'Asking Groq…';
    case 'accepted':
      return 'Groq accepts this key.';
    case 'refused':
      return [headline(key.failure), detail(key.failure)].join(' ').trim();
  }
}

function item({ name, live }: ModelInfo): HTMLElement {
  const state = live === null ? 'not asked' : live ? 'live' : 'not offered';
  return el('li', { class: live ? 'key_model is-live' : 'key_model' },
    name, el('span', { class: 'key_state', text: ` ${state}` }));
}
