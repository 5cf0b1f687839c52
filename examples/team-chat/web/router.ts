/** Which room the address names: `?room=<name>`. */
export function roomInUrl(): string | undefined {
  return new URLSearchParams(location.search).get('room') ?? undefined;
}

/** Links within the page change the address without loading it anew; so do the browser's own buttons. */
export function onNavigation(changed: () => void): void {
  addEventListener('popstate', changed);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="?"]') : null;
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(link.search);
    changed();
  });
}

/** Show another room, or none. */
export function navigate(query: string): void {
  if (query !== location.search) history.pushState(null, '', query === '' ? location.pathname : query);
}
