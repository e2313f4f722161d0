// The parts of the page, and which of them is shown.

import './style.css';
import { el, place, shown } from '../../dom';
import { SCREENS, type Screen, type Store } from '../../state';

const NAMES: Readonly<{ [screen in Screen]: string }> = {
  generate: 'Generate',
  check: 'Check',
  rules: 'Rules',
  usage: 'Usage',
};

export function mountNav(root: HTMLElement, store: Store): void {
  const links = SCREENS.map((screen) => ({
    screen,
    link: el('a', {
      class: 'nav_link', text: NAMES[screen], attributes: { href: `#${screen}` },
    }),
  }));
  root.append(...links.map(({ link }) => link));
  store.watch((state) => state.screen, (current) => {
    for (const { screen, link } of links) {
      if (screen === current) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
      shown(place(`screen_${screen}`), screen === current);
    }
  });
}
