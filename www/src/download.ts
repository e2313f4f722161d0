// A file to take along.

/** Hands a file to the browser to save. */
export function saveFile(name: string, data: string | Uint8Array<ArrayBuffer>): void {
  const address = URL.createObjectURL(new Blob([data], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
