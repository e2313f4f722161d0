// Declares the data packs. The build writes their URLs.

/** Name of a pack: vocabulary, AWS schemas and constraints, IAM actions, or prices. */
export type PackName =
  | 'o200k-ascii'
  | 'o200k-rest'
  | 'aws-5'
  | 'aws-5-constraints'
  | 'aws-6'
  | 'deploy-1'
  | 'iam-1'
  | 'modules-1'
  | 'prices-1';

/** URL of each pack, in the folder of this file. */
export declare const PACKS: Readonly<Record<PackName, () => URL>>;
