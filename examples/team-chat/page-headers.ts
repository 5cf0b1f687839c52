/**
 * The headers the page is served with. It runs its own scripts and no others, talks to whom it must, is shown in no frame, and
 * cannot turn text into markup, whatever a message holds: `trusted-types 'none'` takes `innerHTML` and its kind away.
 *
 * `connect` are the origins of the HTTP API (a pattern, where its name is not known beforehand), of the WebSocket API and of the managed login.
 */
export function pageHeaders(connect: readonly string[]): { readonly [name: string]: string } {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      `connect-src 'self' ${connect.join(' ')}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  };
}
