// Unpacks one zip, so that a large or malicious one does not block the page.

import { unzipSync } from 'fflate';
import { LEFT_OUT } from '../check/left-out';

/** Maximum bytes unpacked from one zip. */
const BYTES_MAX = 16_000_000;
/** Maximum entries of a zip, with those that are not unpacked. */
const ENTRIES_MAX = 20_000;
/** Maximum entries that are unpacked. */
const FILES_MAX = 5_000;

/** The files of a zip, or the reason why it was not unpacked. */
export type Unpacked =
  | {
      readonly files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
      /** Whether files were left out because of the limits. */
      readonly isCut: boolean;
      /** Whether folders such as `.terraform` were left out. */
      readonly isLeftOut: boolean;
    }
  | { readonly failure: string };

addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => postMessage(unpacked(data)));

function unpacked(zip: ArrayBuffer): Unpacked {
  let entries = 0;
  let files = 0;
  let left = BYTES_MAX;
  let isCut = false;
  let isLeftOut = false;
  const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
    entries += 1;
    if (entries > ENTRIES_MAX) throw new RangeError('entries');
    const isForeign = LEFT_OUT.test(name);
    isLeftOut ||= isForeign;
    if (isForeign || name.endsWith('/')) return false;
    files += 1;
    left -= originalSize;
    const fits = files <= FILES_MAX && left >= 0;
    isCut ||= !fits;
    return fits;
  };
  try {
    const held = unzipSync(new Uint8Array(zip), { filter });
    const named = Object.entries(held).map(([name, bytes]) => ({
      name,
      bytes: new Uint8Array(bytes),
    }));
    return { files: named, isCut, isLeftOut };
  } catch (thrown) {
    if (thrown instanceof RangeError && thrown.message === 'entries') {
      return { failure: `it has more than ${ENTRIES_MAX} entries` };
    }
    return { failure: 'it could not be unpacked' };
  }
}
