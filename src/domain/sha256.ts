/**
 * SHA-256 in plain TypeScript (FIPS 180-4, sections 4 to 6). It is ours because `domain/` must run in a browser too, and
 * WebCrypto's digest is asynchronous; a property test holds it equal to Node's. About 20 us per abstract.
 */

/** Round constants: first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const K = new Uint32Array(64);
/** Initial hash: the same of the square roots of the first 8 primes (FIPS 180-4, 5.3.3). */
const H0 = new Uint32Array(8);

for (let n = 2, count = 0; count < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
  if (!prime) continue;
  if (count < 8) H0[count] = (Math.sqrt(n) % 1) * 0x1_0000_0000;
  K[count++] = (Math.cbrt(n) % 1) * 0x1_0000_0000;
}

const encoder = new TextEncoder();

/** Lower-case hex SHA-256 of a UTF-8 text or of bytes. */
export function sha256Hex(input: string | Uint8Array): string {
  const bytes = typeof input === 'string' ? encoder.encode(input) : input;
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x2000_0000));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);

  const h = H0.slice();
  const w = new Uint32Array(64);
  for (let offset = 0; offset < padded.length; offset += 64) block(h, w, view, offset);
  return Array.from(h, (word) => word.toString(16).padStart(8, '0')).join('');
}

const rotr = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** Folds one 64-byte block into the state (FIPS 180-4, 6.2.2). */
function block(h: Uint32Array, w: Uint32Array, view: DataView, offset: number): void {
  const at = (words: Uint32Array, i: number): number => words[i] as number;
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(offset + t * 4);
  for (let t = 16; t < 64; t++) {
    const s0 = rotr(at(w, t - 15), 7) ^ rotr(at(w, t - 15), 18) ^ (at(w, t - 15) >>> 3);
    const s1 = rotr(at(w, t - 2), 17) ^ rotr(at(w, t - 2), 19) ^ (at(w, t - 2) >>> 10);
    w[t] = at(w, t - 16) + s0 + at(w, t - 7) + s1;
  }
  let [a, b, c, d, e, f, g, i] = h as unknown as [number, number, number, number, number, number, number, number];
  for (let t = 0; t < 64; t++) {
    const t1 = (i + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + ((e & f) ^ (~e & g)) + at(K, t) + at(w, t)) | 0;
    const t2 = ((rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [i, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, i].forEach((word, n) => {
    h[n] = at(h, n) + word;
  });
}
