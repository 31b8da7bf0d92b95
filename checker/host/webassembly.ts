/** The part of the WebAssembly interface that the checker uses; the libraries of types for plain JavaScript lack it. */

export interface WasmMemory {
  /** Of several threads a SharedArrayBuffer. */
  readonly buffer: ArrayBufferLike;
}

interface WebAssemblyInterface {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared?: boolean;
  }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: Readonly<Record<string, unknown>> },
  ) => { readonly exports: unknown };
  readonly CompileError: new () => Error;
}

/** Null where there is none. */
export const webAssembly: WebAssemblyInterface | null =
  (globalThis as { readonly WebAssembly?: WebAssemblyInterface }).WebAssembly ?? null;
