// Shows whether the browser is online, and whether the page works offline.

import './style.css';
import { el, shown } from '../../dom';
import type { Actions } from '../../actions';
import type { State, Store } from '../../state';

export function mountNetwork(root: HTMLElement, store: Store, actions: Actions): void {
  const status = el('span', { attributes: { role: 'status' } });
  const reload = el('button', {
    class: 'button button_small', text: 'Load it', attributes: { type: 'button' },
    on: { click: () => actions.takeNewer() },
  });
  root.append(el('span', { class: 'network_mark', attributes: { 'aria-hidden': 'true' } }), status,
    reload);
  const show = ({ online, offline }: State): void => {
    status.textContent = sentence(online, offline);
    shown(root, status.textContent !== '');
    root.classList.toggle('is-offline', !online);
    root.classList.toggle('is-ready', offline === 'ready' || offline === 'newer');
    shown(reload, offline === 'newer');
  };
  store.watch((state) => state.online, (_, state) => show(state));
  store.watch((state) => state.offline, (_, state) => show(state));
}

function sentence(online: boolean, offline: State['offline']): string {
  if (!online) {
    return offline === 'preparing' || offline === 'never' ? 'No network: what is loaded goes on.'
      : 'No network: forecasts, building blocks and checks go on; models answer once it is back.';
  }
  switch (offline) {
    case 'preparing':
      return 'Getting ready to work without a network…';
    case 'ready':
      return 'Works without a network, too.';
    case 'newer':
      return 'A newer version is here. ';
    case 'never':
      return '';
  }
}
