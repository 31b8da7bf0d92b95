/** A file of an export. */
export interface ExportedFile<T extends string | Uint8Array = string> {
  readonly name: string;
  readonly text: T;
}

/** A title as the begin of a file's name: letters, digits and hyphens. */
export const fileStem = (title: string): string =>
  title.replaceAll(/[^A-Za-z0-9.]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'system';
