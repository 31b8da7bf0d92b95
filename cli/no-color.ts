/** `--no-color`, which every command takes, before its name or after it: what it prints has no colours, whatever FORCE_COLOR says. */
import type { Out, World } from './world.ts';

export const noColor = { flag: '--no-color', about: 'no colours, as with NO_COLOR' } as const;

/** The words without the flag, and whether it was among them. What follows `--` belongs to another program. */
export function withoutFlag(given: readonly string[]): {
  readonly words: readonly string[];
  readonly isPlain: boolean;
} {
  const end = given.includes('--') ? given.indexOf('--') : given.length;
  const own = given.slice(0, end).filter((word) => word !== noColor.flag);
  return { words: [...own, ...given.slice(end)], isPlain: own.length < end };
}

/** The same world, whose streams show no colours. */
export const plain = (world: World): World => ({
  ...world,
  stdout: plainOut(world.stdout),
  stderr: plainOut(world.stderr),
});

const plainOut = (out: Out): Out => ({
  isTTY: out.isTTY,
  columns: out.columns,
  colour: false,
  write: (text) => {
    out.write(text);
  },
  writeBytes: (bytes) => out.writeBytes(bytes),
});
