// Keeps the page from running in a frame, where another page can steal clicks.

import { el } from './dom';

/** Replaces a framed page by a link; returns whether the page is in a frame. */
export function refuseFrame(): boolean {
  if (window.top === window.self) return false;
  const link = el('a', {
    text: 'Open InfraGenie in a tab of its own',
    attributes: { href: document.baseURI, target: '_blank', rel: 'noopener' },
  });
  document.body.replaceChildren(link);
  return true;
}
