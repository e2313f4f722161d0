// A request in, a link that carries it out, and back. The fragment of an address is never sent to a
// host; a link carries no key and no program, and starts nothing.

const NAME = '#request=';
/** Longer than any request that is taken, so that what is too long is told as such. */
const CHARS_MAX = 40_000;

/** A link to the page at `base` with a request in it. */
export function linkTo(base: string, request: string): string {
  return `${base}${NAME}${encodeURIComponent(request)}`;
}

/** The request of an address's fragment; null where there is none. */
export function requestOf(fragment: string): string | null {
  if (!fragment.startsWith(NAME) || fragment.length > CHARS_MAX) return null;
  try {
    return decodeURIComponent(fragment.slice(NAME.length));
  } catch {
    return null;
  }
}
