// Highlights the link of the visible screen.

import './style.css';
import { byId, shown } from '../../dom';
import { SCREENS, type Screen, type Store } from '../../state';

export function mountNav(root: HTMLElement, store: Store): void {
  // The links are part of index.html, so that they do not shift the layout.
  const links = SCREENS.map((screen) => ({ screen, link: linkTo(root, screen) }));
  store.watch(
    (state) => state.screen,
    (current) => {
      for (const { screen, link } of links) {
        if (screen === current) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
        shown(byId(`screen_${screen}`), screen === current);
      }
    },
  );
}

function linkTo(root: HTMLElement, screen: Screen): HTMLElement {
  const link = root.querySelector<HTMLElement>(`a[href="#${screen}"]`);
  if (link === null) throw new Error(`index.html has no link to \`#${screen}\``);
  return link;
}
