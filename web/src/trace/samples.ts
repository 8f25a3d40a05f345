// Pictures to begin with, drawn for Linocut. They are made into pixels here, with the faults that real files have.
import cat from "./samples/cat.svg";
import fox from "./samples/fox.svg";
import lake from "./samples/lake.svg";
import plant from "./samples/plant.svg";

export interface Sample {
  name: string;
  kind: string;
  url: string;
  file: string;
  /** Side in pixels. */
  side: number;
  type: "image/png" | "image/jpeg";
}

export const SAMPLES: Sample[] = [
  { name: "Fox", kind: "Logo", url: fox, file: "fox.png", side: 512, type: "image/png" },
  { name: "Plant", kind: "Line art", url: plant, file: "plant.jpg", side: 512, type: "image/jpeg" },
  { name: "Cat", kind: "Pixel art", url: cat, file: "cat.png", side: 16, type: "image/png" },
  { name: "Lake", kind: "Shaded", url: lake, file: "lake.jpg", side: 640, type: "image/jpeg" },
];

/** Quality of the JPEG samples: what the web is full of. */
const JPEG = 0.82;

export async function sample({ url, side, type }: Sample): Promise<Blob> {
  const image = new Image(side, side);
  image.src = url;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  canvas.getContext("2d")?.drawImage(image, 0, 0, side, side);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), type, JPEG));
}
