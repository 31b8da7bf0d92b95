/** The Go of this machine, if its tracer can be forced to lose a buffer. */
import { defaultGoroot, designOf, readFacts, splitPoints } from '../../facts/index.ts';

/** The go command's own tree on Linux, where a stack may grow between writer() and end(); else null, and a line says that `what` is skipped. */
export async function forceableGo(what: string): Promise<string | null> {
  const goroot = await defaultGoroot();
  if (goroot !== null && process.platform === 'linux') {
    const splits = splitPoints(await readFacts(goroot));
    if (splits.some(({ insideWriter }) => insideWriter)) return goroot;
  }
  console.log(`skipped: ${what}, which needs Linux and a Go whose stack may grow between writer() and end()`);
  return null;
}

/** The same if an advance sees to Ps after it has stored the generation, as in Go 1.24 and 1.25; else null, and a line says so. */
export async function goWithOldProcs(what: string): Promise<string | null> {
  const goroot = await defaultGoroot();
  if (goroot !== null && process.platform === 'linux') {
    const { procStatuses, reentry } = designOf(await readFacts(goroot));
    if (procStatuses === 'afterBump' && reentry !== 'drop') return goroot;
  }
  console.log(`skipped: ${what}, which needs Linux and Go 1.24 or 1.25`);
  return null;
}
