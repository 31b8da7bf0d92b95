/** The kernel of a system as two files: the module, and what stands where in its memory. `docs/export.md` describes them. */
import type { Kernel, KernelMemory, Params } from '../checker/index.ts';
import { fileStem } from './file.ts';
import type { ExportedFile } from './file.ts';

export interface KernelDocument {
  readonly schema: 'nosplit.kernel/1';
  readonly system: string;
  readonly title: string;
  /** 32-bit words of a packed state, and of each how many of its low bits are in use. */
  readonly words: number;
  readonly bits: readonly number[];
  /** Where each scalar of the schema stands: in the `bits` bits from `position` on, which is 32 for each word before it. */
  readonly scalars: readonly object[];
  /** The packed initial states. */
  readonly initial: readonly (readonly number[])[];
  readonly actions: readonly string[];
  readonly instances: readonly {
    /** The number of its action. */
    readonly action: number;
    readonly process: string;
    readonly params: Params;
  }[];
  readonly properties: readonly { readonly name: string; readonly kind: string }[];
  readonly memory: KernelMemory;
}

export function kernelDocument({ program, layout, initial, memory }: Kernel, title: string): KernelDocument {
  return {
    schema: 'nosplit.kernel/1',
    system: program.system.name,
    title,
    words: layout.words,
    bits: Array.from({ length: layout.words }, (_, word) =>
      layout.scalars.reduce(
        (most, { position, bits }) =>
          position >>> 5 === word ? Math.max(most, (position & 31) + bits) : most,
        0,
      ),
    ),
    scalars: layout.scalars.map(({ path, position, bits, field }) => ({ path, position, bits, ...field })),
    initial: initial.map((state) => [...state].map((word) => word >>> 0)),
    actions: program.actions.map(({ name }) => name),
    instances: program.actions
      .flatMap(({ params }, action) => params.map((of) => ({ action, process: '', params: of })))
      .map((instance, at) => ({ ...instance, process: program.processOf[at] ?? '' })),
    properties: program.properties.map(([name, { kind }]) => ({ name, kind })),
    memory,
  };
}

/** The module, and the document beside it. */
export function kernelFiles(kernel: Kernel, title: string): readonly ExportedFile<string | Uint8Array>[] {
  const stem = fileStem(title);
  return [
    { name: `${stem}.kernel.wasm`, text: kernel.bytes },
    { name: `${stem}.kernel.json`, text: `${JSON.stringify(kernelDocument(kernel, title))}\n` },
  ];
}
