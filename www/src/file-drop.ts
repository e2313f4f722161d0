// Handles files dropped anywhere on the page.

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
      take([...(event.dataTransfer?.files ?? [])]);
    },
    { capture: true },
  );
}
