// Defines the folders of a project that are not read.

/** Matches provider downloads, histories, packages and metadata of macOS. */
export const LEFT_OUT = /(?:^|\/)(?:\.terraform|\.git|__MACOSX|node_modules)\//;
