// Writes out characters that are not displayed.

/** Characters that are not displayed or turn the direction of text, without line ends and tabs. */
const HIDDEN = /(?![\n\r\t])[\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0]/gu;

/** Number of hidden characters of a text. */
export function hiddenCount(text: string): number {
  return text.match(HIDDEN)?.length ?? 0;
}

/** A text with each hidden character as `‹U+202E›`. */
export function withHiddenShown(text: string): string {
  return text.replace(HIDDEN, (c) => {
    const code = (c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `‹U+${code}›`;
  });
}
