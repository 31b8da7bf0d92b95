/** The first 16 bytes of a trace. Source: internal/trace/version/version.go, ReadHeader. */
import type { TraceVersion } from '../events.ts';
import { WireError } from './wire-error.ts';

export const headerBytes = 16;

const versions: Readonly<Record<string, TraceVersion>> = { 22: 22, 23: 23, 25: 25, 26: 26 };

/** The version that a trace names. Throws a WireError where it is another, or none. */
export function readHeader(bytes: Uint8Array): TraceVersion {
  if (bytes.length === 0) throw new WireError(0, undefined, 'the file is empty');
  const text = String.fromCharCode(...bytes.subarray(0, headerBytes));
  const [, minor] = /^go 1\.(\d\d) trace\0\0\0$/.exec(text) ?? [];
  if (minor === undefined)
    throw new WireError(
      0,
      undefined,
      bytes.length < headerBytes && 'go 1.'.startsWith(text.slice(0, 5))
        ? `the file ends ${bytes.length} bytes into a header of ${headerBytes}`
        : "not a Go execution trace, which begins with 'go 1.23 trace'",
    );
  const version = versions[minor];
  if (version === undefined)
    throw new WireError(
      0,
      undefined,
      Number(minor) < 22
        ? `a trace of the older format (go 1.${minor}); Go 1.22 to 1.26 are read`
        : `no release writes go 1.${minor} traces that are known here; Go 1.22 to 1.26 are read`,
    );
  return version;
}
