// Encodes a request in a link, and decodes it.
//
// The fragment of a URL is never sent to a server. A link carries no key and no configuration, and
// starts nothing.

const NAME = '#request=';
/** Above the limit of a request, so that a request that is too long is reported as such. */
const CHARS_MAX = 40_000;

/** A link to the page at `base` with a request. */
export function linkTo(base: string, request: string): string {
  return `${base}${NAME}${encodeURIComponent(request)}`;
}

/** The request in a URL fragment; null where it has none. */
export function requestOf(fragment: string): string | null {
  if (!fragment.startsWith(NAME) || fragment.length > CHARS_MAX) return null;
  try {
    return decodeURIComponent(fragment.slice(NAME.length));
  } catch {
    return null;
  }
}
