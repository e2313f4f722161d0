// Shows the input, the storage and the status of the Groq key.
//
// The field is the only element that shows a key; a stored key is never shown.

import './style.css';
import type { Actions, KeyActions } from '../../actions';
import { el, shown } from '../../dom';
import { detail, headline, isFree } from '../../format';
import type { KeyLocation } from '../../key/vault';
import type { KeyState, KeyStorage, Store } from '../../state';
import type { ModelInfo } from '../../types';

/** Page of Groq on which keys are made. */
const KEYS = 'https://console.groq.com/keys';

/** Label and explanation of each location. */
const LOCATIONS: Readonly<{
  [location in KeyLocation]: readonly [name: string, meaning: string];
}> = {
  memory: ['until I close the page', 'Kept in memory until you close or reload the page.'],
  tab: ['until I close this tab', 'Kept until you close this tab, also after a reload.'],
  session: [
    'until I close the browser',
    'Kept in memory until you close the browser, never on disk.',
  ],
  device: ['on this device', 'Encrypted with your passphrase, which you enter at each visit.'],
};

export function mountKey(root: HTMLElement, store: Store, { key }: Actions): void {
  const field = secret('key_field', 'key_kept key_said', {
    input: () => key.give(field.value),
    enter: () => key.check(),
  });
  const check = button('Check', () => key.check());
  const forget = button('Forget', () => {
    field.value = '';
    key.forget();
    field.focus();
  });
  const status = el('p', { class: 'key_said', attributes: { id: 'key_said', role: 'status' } });
  const live = el('ul', { class: 'key_models', attributes: { 'aria-label': 'Models' } });
  const kept = el('p', { class: 'note', attributes: { id: 'key_kept' } });
  const locations = locationChoice(store, key);
  const phrase = passphrase(store, key);
  const make = el(
    'p',
    { class: 'note' },
    'No key yet? Make a free one at ',
    el('a', {
      class: 'key_make',
      text: 'console.groq.com/keys',
      attributes: { href: KEYS, target: '_blank', rel: 'noopener noreferrer' },
    }),
    '.',
  );
  root.append(
    el(
      'div',
      { class: 'key_row' },
      el('label', { class: 'key_label', text: 'Your Groq key', attributes: { for: 'key_field' } }),
      field,
      check,
      forget,
    ),
    make,
    locations,
    phrase,
    kept,
    status,
    live,
  );

  store.watch(
    (state) => state.key,
    (state, { models }) => {
      status.textContent = sentence(state);
      status.classList.toggle('is-wrong', state.phase === 'refused');
      field.setAttribute('aria-invalid', String(state.phase === 'refused'));
      check.setAttribute('aria-disabled', String(state.phase === 'checking'));
      shown(live, state.phase === 'accepted');
      if (state.phase === 'accepted') live.replaceChildren(...models.map(item));
    },
  );
  /** Whether the key was asked for; it stays in view until a run starts. */
  let isAsked = false;
  const showRoot = (): void => {
    const { preview, panel, key: state, run } = store.get();
    const isNeeded = preview !== null && !isFree(preview);
    if (isNeeded && (state.phase === 'none' || state.phase === 'refused')) isAsked = true;
    if (run?.phase === 'running' || (preview !== null && !isNeeded)) isAsked = false;
    shown(root, isAsked || panel === 'key');
  };
  for (const part of ['preview', 'panel', 'key', 'run'] as const) {
    store.watch((state) => state[part], showRoot);
  }
  const show = (): void => {
    const {
      keyStorage,
      key: { phase },
    } = store.get();
    kept.textContent = `${LOCATIONS[keyStorage.location][1]} Sent only to api.groq.com.`;
    shown(make, phase === 'none' && keyStorage.sealed === 'none');
    shown(forget, phase !== 'none' || keyStorage.sealed !== 'none');
    field.placeholder =
      keyStorage.sealed === 'locked'
        ? 'locked: enter the passphrase'
        : phase === 'none'
          ? 'gsk_…'
          : 'key is set';
  };
  store.watch(
    (state) => state.keyStorage,
    (keyStorage) => {
      show();
      if (keyStorage.message !== null) status.textContent = keyStorage.message;
      // A decrypted or encrypted key is removed from the field.
      if (keyStorage.sealed !== 'none') field.value = '';
    },
  );
  store.watch((state) => state.key.phase === 'none', show);
  store.watch(
    (state) => state.attention,
    (attention, { keyStorage }) => {
      if (attention?.on !== 'key') return;
      isAsked = true;
      showRoot();
      status.textContent = attention.message;
      status.classList.add('is-wrong');
      const first = keyStorage.sealed === 'locked' ? phrase.querySelector('input') : field;
      first?.focus();
    },
  );
}

/** Radio buttons for the location; hidden while the key is locked. */
function locationChoice(store: Store, key: KeyActions): HTMLElement {
  const boxes = new Map<KeyLocation, HTMLInputElement>();
  const group = el(
    'fieldset',
    { class: 'key_places' },
    el('legend', { class: 'key_legend', text: 'Remember key' }),
  );
  store.watch(
    (state) => state.keyStorage.locations,
    (locations) => {
      for (const location of locations) {
        const box = el('input', {
          attributes: { type: 'radio', name: 'key_place', id: `key_place_${location}` },
          on: { change: () => key.location(location) },
        });
        boxes.set(location, box);
        group.append(
          el(
            'label',
            { class: 'key_place', attributes: { for: box.id } },
            box,
            LOCATIONS[location][0],
          ),
        );
      }
    },
  );
  store.watch(
    (state) => state.keyStorage,
    ({ location, sealed }) => {
      const box = boxes.get(location);
      if (box !== undefined) box.checked = true;
      shown(group, sealed !== 'locked');
    },
  );
  return group;
}

/** Input for the passphrase that encrypts or decrypts the key. */
function passphrase(store: Store, key: KeyActions): HTMLElement {
  const isLocked = ({ sealed }: KeyStorage): boolean => sealed === 'locked';
  const submit = (): void => {
    const phrase = field.value;
    if (isLocked(store.get().keyStorage)) key.open(phrase);
    else key.seal(phrase);
  };
  const field = secret('key_phrase', 'key_kept key_said', { input: () => {}, enter: submit });
  const act = button('', submit);
  const row = el(
    'div',
    { class: 'key_row key_phrase' },
    el('label', { class: 'key_legend', text: 'Passphrase', attributes: { for: 'key_phrase' } }),
    field,
    act,
  );
  store.watch(
    (state) => state.keyStorage,
    (keyStorage) => {
      shown(row, keyStorage.location === 'device' && keyStorage.sealed !== 'open');
      act.textContent = isLocked(keyStorage) ? 'Unlock' : 'Save encrypted';
      if (keyStorage.sealed === 'open' || keyStorage.location !== 'device') field.value = '';
    },
  );
  return row;
}

function secret(
  id: string,
  described: string,
  on: { input: () => void; enter: () => void },
): HTMLInputElement {
  return el('input', {
    class: 'key_field',
    attributes: {
      id,
      type: 'password',
      autocomplete: 'off',
      spellcheck: 'false',
      autocapitalize: 'off',
      'data-1p-ignore': '',
      'data-lpignore': 'true',
      'aria-describedby': described,
    },
    on: {
      input: on.input,
      keydown(event) {
        const { key, ctrlKey, metaKey } = event as KeyboardEvent;
        if (key === 'Enter' && !ctrlKey && !metaKey) on.enter();
      },
    },
  });
}

function button(text: string, click: () => void): HTMLButtonElement {
  return el('button', { class: 'button', text, attributes: { type: 'button' }, on: { click } });
}

function sentence(key: KeyState): string {
  switch (key.phase) {
    case 'none':
    case 'given':
      return '';
    case 'checking':
      return 'Checking with Groq…';
    case 'accepted':
      return 'The key is valid.';
    case 'refused':
      return [headline(key.failure), detail(key.failure)].join(' ').trim();
  }
}

function item({ name, live }: ModelInfo): HTMLElement {
  const state = live === null ? 'not checked' : live ? 'available' : 'not available';
  return el(
    'li',
    { class: live ? 'key_model is-live' : 'key_model' },
    name,
    el('span', { class: 'key_state', text: ` ${state}` }),
  );
}
