// Handles files and folders dropped anywhere on the page.

/** Maximum number of files that are read from dropped folders. */
const FILES_MAX = 5_000;
/** Folders of downloads and histories, which hold thousands of files. */
const LEFT_OUT = new Set(['.terraform', '.git', 'node_modules']);

/** Calls `take` with dropped files; marks the page while files hover over it. */
export function onFilesDropped(take: (files: readonly File[]) => void): void {
  const holdsFiles = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') === true;
  const mark = (over: boolean): void => {
    document.documentElement.classList.toggle('is-over', over);
  };
  addEventListener(
    'dragover',
    (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      mark(true);
    },
    { capture: true },
  );
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) mark(false);
  });
  // Runs before the editor, which would insert the file as text.
  addEventListener(
    'drop',
    (event) => {
      mark(false);
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      // The entries are gone after the event.
      const items = [...(event.dataTransfer?.items ?? [])];
      const entries = items.flatMap((item) => item.webkitGetAsEntry?.() ?? []);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!entries.some((entry) => entry.isDirectory)) take(files);
      else {
        void filesOf(entries).then(take, () => take(files));
      }
    },
    { capture: true },
  );
}

/** A file whose name is its path in the folder that was opened. */
export function withPath(file: File): File {
  const path = file.webkitRelativePath;
  return path === '' ? file : new File([file], path);
}

/** The files of entries and of their folders, each with its path as its name. */
async function filesOf(entries: readonly FileSystemEntry[]): Promise<File[]> {
  const files: File[] = [];
  const open = [...entries];
  for (let entry = open.shift(); entry !== undefined; entry = open.shift()) {
    if (files.length >= FILES_MAX) break;
    if (isFile(entry)) {
      const file = await new Promise<File>((done, failed) => entry.file(done, failed));
      files.push(new File([file], entry.fullPath.replace(/^\//, '')));
    } else if (isFolder(entry) && !LEFT_OUT.has(entry.name)) open.push(...(await children(entry)));
  }
  return files;
}

/** The entries of a folder, which a browser lists in parts. */
async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) =>
      reader.readEntries(done, failed),
    );
    if (some.length === 0) return found;
    found.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
