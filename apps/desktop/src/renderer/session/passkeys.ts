/** WebAuthn needs a name: an address such as 127.0.0.1 cannot own a passkey (Web Authentication, RP ID). */
export function canUsePasskeys(page: { readonly hostname: string; readonly isSecure: boolean }): boolean {
  return page.isSecure && page.hostname !== '' && !/^[\d.]+$|:/.test(page.hostname);
}

export function passkeysWork(): boolean {
  const isKnown = typeof window.PublicKeyCredential === 'function';
  return isKnown && canUsePasskeys({ hostname: window.location.hostname, isSecure: window.isSecureContext });
}
