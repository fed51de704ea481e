/**
 * What the console's page may do (CSP Level 3): scripts, styles and answers of this origin, nothing inline, nothing of
 * anywhere else but the endpoint that exchanges a sign-in for a token, and no text is ever made into markup or script
 * (Trusted Types: no policy may be made, so no sink takes anything).
 * @param origins of the token endpoint; none where people sign in here.
 */
export function consolePolicy(origins: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ['connect-src', "'self'", ...origins].join(' '),
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
