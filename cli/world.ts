/** The world as commands see it; `bin.ts` gives the real one and tests give their own. */

export interface Out {
  write(text: string): void;
  /** Resolves once the bytes were taken and may be overwritten, so that a slow reader holds up whoever writes. */
  writeBytes(bytes: Uint8Array): Promise<void>;
  readonly isTTY: boolean;
  /** Columns to lay text out in. */
  readonly columns: number;
  readonly colour: boolean;
}

export interface World {
  readonly stdout: Out;
  readonly stderr: Out;
  /** The directory that relative paths start from. */
  readonly cwd: string;
  readonly cores: number;
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls `first` at the first interrupt; a second one ends the process. Returns a function that takes it back. */
  onInterrupt(first: () => void): () => void;
}
