/** The first 16 bytes of a trace. Source: internal/trace/version/version.go, ReadHeader. */
import type { TraceVersion } from '../events.ts';
import { WireError } from './wire-error.ts';

export const headerBytes = 16;

const versions: Readonly<Record<string, TraceVersion>> = { 22: 22, 23: 23, 25: 25, 26: 26 };

/** The version that a trace names. Throws a WireError where it is another, or none. */
export function readHeader(bytes: Uint8Array): TraceVersion {
  if (bytes.length === 0) throw new WireError(0, undefined, 'the file is empty');
  const text = String.fromCharCode(...bytes.subarray(0, headerBytes));
  const [, minor] = /^go 1\.(\d{1,2}) trace\0{3,4}$/.exec(text) ?? [];
  if (minor === undefined || text.length < headerBytes) {
    const isCut = bytes.length < headerBytes && 'go 1.'.startsWith(text.slice(0, 5));
    throw new WireError(
      0,
      undefined,
      isCut
        ? `the file ends ${bytes.length} bytes into a header of ${headerBytes}`
        : "not a Go execution trace, which begins with 'go 1.23 trace'",
      isCut,
    );
  }
  const version = versions[minor];
  if (version === undefined)
    throw new WireError(
      0,
      undefined,
      Number(minor) < 22
        ? `an execution trace of the format of Go 1.5 to 1.21 (go 1.${minor}); those of Go 1.22 to 1.27 are read`
        : `its header says go 1.${minor}, which no release up to Go 1.27 writes; traces of Go 1.22 to 1.27 are read`,
    );
  return version;
}
