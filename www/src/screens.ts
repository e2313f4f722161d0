// Switches between screens by the URL fragment, which may carry a request.
//
// A screen is loaded when it is first shown.

import { byId, el } from './dom';
import { requestOf } from './link';
import { SCREENS, type Screen, type Store } from './state';

/** Loads and mounts a screen; called once. */
export type Fill = () => Promise<void>;

export interface Screens {
  /** Shows a screen; resolves once it is mounted. */
  show(screen: Screen): Promise<void>;
}

export function startScreens(
  store: Store,
  fills: Readonly<Partial<{ [screen in Screen]: Fill }>>,
  onRequest: (request: string) => void,
): Screens {
  const filled = new Map<Screen, Promise<void>>();
  const fill = (screen: Screen): Promise<void> => {
    const begun = filled.get(screen);
    if (begun !== undefined) return begun;
    const work = (fills[screen] ?? (async () => {}))();
    filled.set(screen, work);
    const lost = el('p', {
      text: 'This screen could not be loaded. Open another screen and come back to try again.',
      attributes: { role: 'alert' },
    });
    work.catch(() => {
      filled.delete(screen);
      const root = byId(`screen_${screen}`);
      root.querySelector(':scope > [role="alert"]')?.remove();
      root.prepend(lost);
    });
    return work;
  };
  const follow = (): void => {
    const request = requestOf(location.hash);
    if (request !== null) {
      onRequest(request);
      // Edits from here on no longer match the link.
      history.replaceState(null, '', '#generate');
    }
    const name = location.hash.slice(1);
    const screen = SCREENS.find((one) => one === name) ?? 'generate';
    byId(`screen_${screen}`).querySelector(':scope > [role="alert"]')?.remove();
    store.set({ screen });
    fill(screen).catch(() => {});
  };
  addEventListener('hashchange', follow);
  follow();
  return {
    show(screen) {
      if (store.get().screen !== screen) location.hash = screen;
      return fill(screen);
    },
  };
}
