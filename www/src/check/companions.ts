// Defines the files of a project that are checked with those in the editor.

import type { ProjectFile } from '../types';

/** Files of a project that are not in the editor. */
export interface Companions {
  /** Files that the check reads: values, versions, and configuration in JSON. */
  readonly files: readonly ProjectFile[];
  /** Paths of all files. */
  readonly present: readonly string[];
}

export const NO_COMPANIONS: Companions = { files: [], present: [] };
