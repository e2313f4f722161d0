// The data of the package, by name; the addresses are written by the build.

/** A pack: vocabulary, schemas of the AWS provider and what else it takes, actions of IAM. */
export type PackName =
  | 'o200k-ascii' | 'o200k-rest' | 'aws-5' | 'aws-5-constraints' | 'aws-6' | 'iam-1';

/** Where each pack is: a file beside this one. */
export declare const PACKS: Readonly<Record<PackName, () => URL>>;
