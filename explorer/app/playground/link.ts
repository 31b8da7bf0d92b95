/** A model in the address of the playground: packed, so that a page of text fits a message. */
export interface Linked {
  readonly code: string;
  readonly params: string;
}

/** A link unpacks to no more, whatever it says. */
const BYTES_MAX = 2 ** 20;

export async function packed(linked: Linked): Promise<string> {
  const stream = new Blob([JSON.stringify([linked.code, linked.params])])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `m=${btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** The model of an address, or null where it has none that can be read. */
export async function unpacked(hash: string): Promise<Linked | null> {
  const [, letters] = /^#m=([\w-]+)$/.exec(hash) ?? [];
  if (letters === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.byteLength;
      if (length > BYTES_MAX) return null;
      chunks.push(next.value);
    }
    const text = await new Blob(chunks as BlobPart[]).text();
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return null;
    const [code, params] = value as unknown[];
    return typeof code === 'string' && typeof params === 'string' ? { code, params } : null;
  } catch {
    return null;
  }
}
