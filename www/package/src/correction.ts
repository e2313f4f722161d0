// Rewrites a request in which a part was misunderstood.

/** Another reading of a part: a name, something existing, or nothing. */
export type Correction = 'name' | 'existing' | 'nothing';

// Words before a part that go with it: a determiner or a number, and what joins it to the rest.
const BEFORE =
  /(?:(?:^|[\s,;]+)(?:and|plus|with|including|also))?[\s,;]*(?:\b(?:a|an|the|one|two|three|four|five|\d+)\s+)?$/i;

const ARTICLE = /\b(?:a|an|the)\s+$/i;

/**
 * Rewrites a request so that one part of it is read in another way.
 *
 * A part is one of `report.understood`; `from` and `to` are its positions in the request. The result
 * is a request like any other: {@link preview} counts its tokens. What is `existing` is in no
 * template, so that a model is called.
 *
 * ```js
 * import { correctPart } from 'infragenie';
 *
 * const request = 's3 bucket cache';
 * console.log(correctPart(request, { from: 10, to: 15 }, 'name')); // s3 bucket "cache"
 * ```
 */
export function correctPart(
  request: string,
  { from, to }: { readonly from: number; readonly to: number },
  correction: Correction,
): string {
  const [before, words, after] = [
    request.slice(0, from),
    request.slice(from, to),
    request.slice(to),
  ];
  const bare = words.replace(/^(?:a|an|the)\s+/i, '');
  switch (correction) {
    case 'name':
      return `${before.replace(ARTICLE, '')}"${bare.replaceAll('"', '')}"${after}`;
    case 'existing':
      return `${before.replace(ARTICLE, '')}existing ${bare}${after}`;
    case 'nothing':
      return `${before.replace(BEFORE, '')}${after}`.replace(/^[\s,;.]+|\s+$/g, '');
  }
}
