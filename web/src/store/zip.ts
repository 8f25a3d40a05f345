// Writes a zip file (APPNOTE.TXT 6.3, method 8), with the browser's own compressor.

const encoder = new TextEncoder();

interface Entry {
  name: string;
  text: string;
}

export async function zip(files: Entry[]): Promise<Blob> {
  const parts: BlobPart[] = [];
  const index: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, text } of unique(files)) {
    const plain = encoder.encode(text);
    const packed = await deflate(plain);
    const title = encoder.encode(name);
    // Version, flags (names are UTF-8), method, time and date (fixed: the bytes depend on the drawings only).
    const common = fields([20, 2], [0x0800, 2], [8, 2], [0, 2], [0x21, 2], [crc(plain), 4], [packed.length, 4], [plain.length, 4], [title.length, 2], [0, 2]);
    const head = join(fields([0x04034b50, 4]), common, title);
    index.push(join(fields([0x02014b50, 4], [20, 2]), common, fields([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), title));
    parts.push(head, packed);
    offset += head.length + packed.length;
  }
  const size = index.reduce((sum, entry) => sum + entry.length, 0);
  const end = fields([0x06054b50, 4], [0, 4], [index.length, 2], [index.length, 2], [size, 4], [offset, 4], [0, 2]);
  return new Blob([...parts, ...index, end], { type: "application/zip" });
}

/** Two files of one name get numbers. */
function unique(files: Entry[]): Entry[] {
  const seen = new Map<string, number>();
  return files.map(({ name, text }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : name.replace(/(\.\w+)?$/, `-${count}$1`), text };
  });
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Numbers in little-endian order, each with its count of bytes. */
function fields(...list: [value: number, bytes: number][]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(list.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, at) => (value >>> (8 * at)) & 255)));
}

function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** CRC-32 of IEEE 802.3, bit by bit: drawings are small. */
function crc(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
