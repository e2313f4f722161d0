// Highlights the link of the visible screen.

import './style.css';
import { byId, shown } from '../../dom';
import { SCREENS, type Screen, type State, type Store } from '../../state';

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
  const arrange = ({ screen, mode }: State): void => {
    const isWorking = screen === 'generate' && mode === 'work';
    shown(byId('work'), mode === 'work');
    // A workspace takes the window; other screens scroll.
    const { classList } = document.documentElement;
    classList.toggle('is-full', isWorking || screen === 'check');
    classList.toggle('is-composing', screen === 'generate' && mode === 'compose');
    byId('compose').classList.toggle('is-docked', isWorking);
  };
  for (const part of ['screen', 'mode'] as const) {
    store.watch(
      (state) => state[part],
      (_, state) => arrange(state),
    );
  }
}

function linkTo(root: HTMLElement, screen: Screen): HTMLElement {
  const link = root.querySelector<HTMLElement>(`a[href="#${screen}"]`);
  if (link === null) throw new Error(`index.html has no link to \`#${screen}\``);
  return link;
}
