// Judges passphrases before a key is encrypted under one.

/** Shorter passphrases can be guessed despite the hashing. */
const CHARS_MIN = 12;
/** Minimum of different characters. */
const DISTINCT_MIN = 6;
/** Beginnings of passphrases that are guessed first, in lower case. */
const COMMON = [
  'password',
  'passphrase',
  'passwort',
  'qwerty',
  'qwertz',
  'azerty',
  'letmein',
  'welcome',
  'iloveyou',
  'infragenie',
  'terraform',
  'admin',
  'secret',
  'changeme',
  'abc123',
  '1q2w3e',
  'monkey',
  'dragon',
  'football',
  'groq',
] as const;

/** The reason why a passphrase is too weak; null for one that is strong enough. */
export function weakness(passphrase: string, key: string): string | null {
  const text = passphrase.normalize('NFKC');
  const characters = [...text];
  const lower = text.toLowerCase();
  if (characters.length < CHARS_MIN) {
    return `The passphrase needs at least ${CHARS_MIN} characters: shorter ones can be guessed.`;
  }
  if (new Set(characters).size < DISTINCT_MIN) {
    return `The passphrase needs at least ${DISTINCT_MIN} different characters.`;
  }
  if (key !== '' && (text.includes(key) || key.includes(text))) {
    return 'The passphrase must not be a part of the key.';
  }
  if (isRepeated(lower)) return 'The passphrase repeats one part: repetitions are guessed early.';
  if (isSequence(characters)) return 'The passphrase is a sequence: sequences are guessed early.';
  // What remains of a common word and digits is too short.
  const common = COMMON.find((word) => lower.includes(word));
  const rest = common === undefined ? '' : lower.replaceAll(common, '').replace(/[\d\W_]+/g, '');
  if (common !== undefined && rest.length < DISTINCT_MIN) {
    return `The passphrase is built on \`${common}\`, which is guessed first.`;
  }
  return null;
}

/** Whether a text is one part, written several times. */
function isRepeated(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length;
}

/** Whether most characters follow the one before in the alphabet, in digits or on a keyboard. */
function isSequence(characters: readonly string[]): boolean {
  const rows = 'qwertyuiop asdfghjkl zxcvbnm 1234567890';
  const steps = characters.slice(1).filter((next, index) => {
    const before = characters[index] ?? '';
    const distance = (next.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
    return Math.abs(distance) <= 1 || rows.includes(`${before}${next}`.toLowerCase());
  });
  return steps.length * 4 >= (characters.length - 1) * 3;
}
