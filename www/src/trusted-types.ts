// Restricts what the page may load as a script.
//
// The policy of the page requires trusted types. The default policy allows scripts of this page
// alone, and no text as a document or a script.

interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}

/** Creates the default policy, where the browser has trusted types. */
export function restrictScripts(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: Factory };
  trustedTypes?.createPolicy('default', {
    createScriptURL(url) {
      const { origin } = new URL(url, document.baseURI);
      if (origin !== location.origin) throw new TypeError(`no script is loaded from ${origin}`);
      return url;
    },
  });
}
