/**
 * The sizes of the frames of one direction of a connection, from its bytes (RFC 6455, section 5.2).
 * The package `ws` puts messages together and says nothing of frames, but API Gateway limits both.
 */
export class FrameSizes {
  private header = Buffer.alloc(0);
  private skip = 0;

  /** The payload sizes of the frames that begin in these bytes. */
  read(chunk: Buffer): number[] {
    const sizes: number[] = [];
    for (let rest = chunk; rest.length > 0;) {
      const skipped = Math.min(this.skip, rest.length);
      this.skip -= skipped;
      rest = rest.subarray(skipped);
      if (rest.length === 0) break;
      this.header = Buffer.concat([this.header, rest.subarray(0, 1)]);
      rest = rest.subarray(1);
      const size = this.complete();
      if (size !== undefined) sizes.push(size);
    }
    return sizes;
  }

  /** The size, once the header is all there. */
  private complete(): number | undefined {
    if (this.header.length < 2) return undefined;
    const short = this.header[1] % 128;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    const masked = this.header[1] < 128 ? 0 : 4;
    if (this.header.length < 2 + extended + masked) return undefined;
    const size = extended === 0 ? short : extended === 2 ? this.header.readUInt16BE(2) : Number(this.header.readBigUInt64BE(2));
    this.header = Buffer.alloc(0);
    this.skip = size;
    return size;
  }
}
