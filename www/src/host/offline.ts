// Registers the service worker and reports its state.

import type { Offline } from '../state';

const SCRIPT = 'sw.js';

/** Caches the page for offline use; reports progress. */
export function keepOffline(onStatus: (offline: Offline) => void): void {
  if (!('serviceWorker' in navigator)) {
    onStatus('never');
    return;
  }
  navigator.serviceWorker.register(new URL(SCRIPT, document.baseURI)).then(
    (registration) => {
      const follow = (): void => {
        const { active, installing, waiting } = registration;
        onStatus(
          waiting !== null && active !== null
            ? 'newer'
            : active !== null
              ? 'ready'
              : installing !== null
                ? 'preparing'
                : 'never',
        );
      };
      const followNext = (): void => {
        registration.installing?.addEventListener('statechange', follow);
      };
      registration.addEventListener('updatefound', () => {
        followNext();
        follow();
      });
      followNext();
      follow();
    },
    () => onStatus('never'),
  );
}

/** Activates the newer version of the page and reloads. */
export async function takeNewer(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  const { waiting } = registration ?? { waiting: null };
  if (waiting === null) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  waiting.postMessage('take over');
}
