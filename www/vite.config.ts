// Builds the page, and the extension in the mode `extension`.
//
// The content security policy is defined here. Vite's preview server sends it as a header; for
// other hosts the build writes it into the page.

import { type BuildEnvironmentOptions, defineConfig, type Plugin } from 'vite';

const GROQ = 'https://api.groq.com';

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  `connect-src 'self' ${GROQ}`,
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
];

// Only a header can forbid framing and separate the page from a window that opened it. On a host
// without headers the page does not start in a frame, and a link never replaces a request.
const HEADERS = {
  'Content-Security-Policy': [...POLICY, "frame-ancestors 'none'"].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
};

const policyInPage: Plugin = {
  name: 'policy-in-page',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY.join('; ') },
      injectTo: 'head-prepend',
    },
  ],
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
  },
};

/** Serves the service worker in development, without files, so that none is out of date. */
const workerInDevelopment: Plugin = {
  name: 'worker-in-development',
  apply: 'serve',
  configureServer(server) {
    server.middlewares.use('/sw.js', (_, response, next) => {
      server.transformRequest('/src/host/service-worker.ts').then((worker) => {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(`const FILES = {};\n${worker?.code ?? ''}`);
      }, next);
    });
  },
};

/** Creates the `_headers` file of hosts that support one. */
function headersFile(): string {
  const lines = (headers: Readonly<Record<string, string>>): string =>
    Object.entries(headers)
      .map(([name, value]) => `  ${name}: ${value}\n`)
      .join('');
  const forEver = lines({ 'Cache-Control': 'public, max-age=31536000, immutable' });
  return (
    `/*\n${lines(HEADERS)}\n/assets/*\n${forEver}\n/data/*\n${forEver}` +
    `\n/sw.js\n${lines({ 'Cache-Control': 'no-cache' })}`
  );
}

const SITE: BuildEnvironmentOptions = {
  rolldownOptions: {
    input: { index: 'index.html', sw: 'src/host/service-worker.ts' },
    output: {
      entryFileNames: ({ name }) => (name === 'sw' ? '[name].js' : 'assets/[name]-[hash].js'),
    },
  },
};

/** Replaces the page's entry by the panel's; the manifest has the policy of the panel. */
const panel: Plugin = {
  name: 'panel',
  apply: 'build',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html.replace('./src/page.ts', './src/panel.ts').replace(/ *<link rel="manifest"[^>]*>\n/, ''),
  },
};

const EXTENSION: BuildEnvironmentOptions = {
  outDir: 'dist-extension/files',
  emptyOutDir: true,
  rolldownOptions: {
    input: { panel: 'index.html', background: 'src/host/extension/background.ts' },
    output: {
      entryFileNames: ({ name }) =>
        name === 'background' ? '[name].js' : 'assets/[name]-[hash].js',
    },
  },
};

export default defineConfig(({ mode }) => ({
  // Relative URLs, so that the page works from any folder of any host.
  base: './',
  appType: 'mpa',
  plugins: [mode === 'extension' ? panel : policyInPage, workerInDevelopment],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    ...(mode === 'extension' ? EXTENSION : SITE),
  },
  worker: { format: 'es' },
  // The rules' examples are in `src/scan/aws`, outside of `www`.
  server: { host: '127.0.0.1', fs: { allow: ['..'] } },
  preview: { host: '127.0.0.1', port: 4173, headers: HEADERS },
}));
