/** A PDF of the service in the browser's own viewer. */
export function PdfFrame({ base64, title }: { base64: string; title: string }) {
  return (
    <iframe className="rounded-card min-h-64 w-full flex-1 border-0 bg-white" src={pdfUrl(base64)} title={title} />
  );
}

const urls = new Map<string, string>();
/** One blob address per document: the viewer does not load again when the screen redraws. */
export function pdfUrl(base64: string): string {
  const key = `${base64.length}:${base64.slice(-64)}`;
  const known = urls.get(key);
  if (known) return known;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
  urls.set(key, url);
  return url;
}
