import type { FileContent } from './parts/download.tsx';

/** Hands a file to the browser's own saving; nothing of it stays in the page. */
export function saveFile(file: FileContent): void {
  const content = 'text' in file ? file.text : Uint8Array.from(atob(file.base64), (one) => one.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([content], { type: file.type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
