/** A file of an export. */
export interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

/** A title as the begin of a file's name: letters, digits and hyphens. */
export const fileStem = (title: string): string =>
  title.replaceAll(/[^A-Za-z0-9.]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'system';
