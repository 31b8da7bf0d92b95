/** Types are replaced by blanks, with the library that the command and Node use. A megabyte, loaded for a model that has types. */
import swc from '@swc/wasm-typescript';

interface Fault {
  readonly message?: string;
  readonly startLine?: number;
}

/** Throws an Error with the line of what cannot be replaced (an enum), or is no TypeScript. */
export function stripped(code: string): string {
  try {
    return swc.transformSync(code, { mode: 'strip-only', filename: 'model.ts' }).code;
  } catch (error) {
    const { message = String(error), startLine } = error as Fault;
    throw new Error(startLine === undefined ? message : `line ${startLine}: ${message}`, { cause: error });
  }
}
