/** Hands a file to the browser to keep. Characters that file names may not have become hyphens. */
export function download(name: string, content: BlobPart | BlobPart[], type: string): void {
  const blob = new Blob(Array.isArray(content) ? content : [content], { type });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[\\/:*?"<>|]/g, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
