// Builds the extension's manifest for each browser.

/** Target browsers. */
export const TARGETS = ['chromium', 'firefox'];

const GROQ = 'https://api.groq.com/*';

/** Content security policy of the panel. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' https://api.groq.com",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

const ICONS = { 16: 'icons/16.png', 32: 'icons/32.png', 48: 'icons/48.png', 128: 'icons/128.png' };

/**
 * @param {'chromium' | 'firefox'} target
 * @param {string} version
 */
export function manifestOf(target, version) {
  return {
    manifest_version: 3,
    name: 'InfraGenie',
    version,
    description: 'Generates and checks Terraform for AWS in a side panel, with your own Groq key.',
    icons: ICONS,
    action: { default_title: 'Open InfraGenie', default_icon: ICONS },
    content_security_policy: { extension_pages: POLICY },
    host_permissions: [GROQ],
    ...OWN[target],
  };
}

// `activeTab` and `scripting` read a selection with its line breaks, which the menu's event lacks.
const PERMISSIONS = ['storage', 'contextMenus', 'activeTab', 'scripting'];

const OWN = {
  chromium: {
    minimum_chrome_version: '116',
    permissions: [...PERMISSIONS, 'sidePanel'],
    background: { service_worker: 'background.js', type: 'module' },
    side_panel: { default_path: 'panel.html' },
    commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+I' } } },
  },
  firefox: {
    permissions: PERMISSIONS,
    background: { scripts: ['background.js'], type: 'module' },
    sidebar_action: {
      default_title: 'InfraGenie',
      default_panel: 'panel.html',
      default_icon: ICONS,
      open_at_install: false,
    },
    commands: { _execute_sidebar_action: { suggested_key: { default: 'Alt+Shift+I' } } },
    browser_specific_settings: {
      gecko: {
        id: 'infragenie@infragenie.dev',
        strict_min_version: '142.0',
        // Groq receives the request and the key when the user starts a run, and a configuration only
        // where the request changes it.
        data_collection_permissions: { required: ['authenticationInfo', 'websiteContent'] },
      },
    },
  },
};
