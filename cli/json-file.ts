/** JSON that somebody else wrote, read within bounds: its size and its depth are looked at before anything is made of it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fileError, messageOf } from './errors.ts';

/** Why a file is no JSON that can be taken, as a clause: `is no JSON (…)`. */
export class JsonError extends Error {
  override name = 'JsonError';
}

/** A string has room for a little more. */
const bytesMax = 500 * 2 ** 20;
const depthMax = 500;
const chunkBytes = 2 ** 20;

/** Throws a JsonError. */
export const readJsonFile = (path: string): unknown => parseJson(readJsonText(path));

/** The text of a file that may be JSON as far as its size and its depth go. Throws a JsonError. */
export function readJsonText(path: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new JsonError(`cannot be read (${fileError(error)})`);
  }
  try {
    return bytesOf(file).toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** Throws a JsonError. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isLines(text)) throw new JsonError('is JSON Lines, and no one value');
    throw new JsonError(`is no JSON (${messageOf(error)})`);
  }
}

/** Whether the first line is a value of its own, as in what `--format jsonl` writes. */
function isLines(text: string): boolean {
  const end = text.indexOf('\n');
  try {
    return end > 0 && typeof JSON.parse(text.slice(0, end)) === 'object';
  } catch {
    return false;
  }
}

/** The bytes, read as far as they can be JSON. A pipe has no size beforehand. */
function bytesOf(file: number): Buffer {
  const scan = new Scan();
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    const { size: told } = fstatSync(file);
    if (told > bytesMax) throw tooLarge();
    for (;;) {
      const piece = Buffer.allocUnsafe(chunkBytes);
      const read = readSync(file, piece, 0, chunkBytes, null);
      if (read === 0) return Buffer.concat(pieces, size);
      size += read;
      if (size > bytesMax) throw tooLarge();
      pieces.push(piece.subarray(0, read));
      scan.look(piece, read);
    }
  } catch (error) {
    if (error instanceof JsonError) throw error;
    throw new JsonError(`cannot be read (${fileError(error)})`);
  }
}

const tooLarge = (): JsonError => new JsonError(`is larger than ${bytesMax / 2 ** 20} MiB`);

/** How deep arrays and objects stand in each other, and whether bytes stand there that JSON never has. */
class Scan {
  #depth = 0;
  #isString = false;
  #isEscaped = false;
  #isFirst = true;

  /** Throws a JsonError. */
  look(bytes: Uint8Array, end: number): void {
    for (let at = 0; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (this.#isString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === 0x5c) this.#isEscaped = true;
        else if (byte === 0x22) this.#isString = false;
        continue;
      }
      if (byte === 0x22) this.#isString = true;
      else if (byte === 0x5b || byte === 0x7b) {
        if (++this.#depth > depthMax) throw new JsonError(`is nested more than ${depthMax} deep`);
      } else if (byte === 0x5d || byte === 0x7d) this.#depth--;
      else if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)
        throw new JsonError(`is no JSON (it has a byte ${byte})`);
      if (this.#isFirst && byte > 0x20) {
        this.#isFirst = false;
        // What is no JSON from its first character on is not read to its end.
        if (!/[[{"\d\-tfn\u00ef]/.test(String.fromCharCode(byte)))
          throw new JsonError(`is no JSON (it begins with ${JSON.stringify(String.fromCharCode(byte))})`);
      }
    }
  }
}
