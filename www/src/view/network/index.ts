// Shows whether the browser is online, and whether the page works offline.

import './style.css';
import type { Actions } from '../../actions';
import { el, shown } from '../../dom';
import type { State, Store } from '../../state';

export function mountNetwork(root: HTMLElement, store: Store, actions: Actions): void {
  const status = el('span', { attributes: { role: 'status' } });
  const reload = el('button', {
    class: 'button button_small',
    text: 'Reload',
    attributes: { type: 'button' },
    on: { click: () => actions.takeNewer() },
  });
  root.append(
    el('span', { class: 'network_mark', attributes: { 'aria-hidden': 'true' } }),
    status,
    reload,
  );
  const show = ({ online, offline }: State): void => {
    status.textContent = sentence(online, offline);
    shown(root, status.textContent !== '');
    root.classList.toggle('is-offline', !online);
    root.classList.toggle('is-newer', offline === 'newer');
    root.classList.toggle('is-ready', offline === 'ready' || offline === 'newer');
    shown(reload, offline === 'newer');
  };
  store.watch(
    (state) => state.online,
    (_, state) => show(state),
  );
  store.watch(
    (state) => state.offline,
    (_, state) => show(state),
  );
}

function sentence(online: boolean, offline: State['offline']): string {
  if (!online) {
    return offline === 'preparing' || offline === 'never'
      ? 'Offline: only loaded parts of the page work.'
      : 'Offline: forecasts, templates and checks work; model calls need a connection.';
  }
  switch (offline) {
    case 'preparing':
      return 'Preparing for offline use…';
    case 'ready':
      return 'Available offline.';
    case 'newer':
      return 'A newer version is available. ';
    case 'never':
      return '';
  }
}
