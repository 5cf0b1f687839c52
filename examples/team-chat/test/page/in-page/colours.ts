/** Red, green and blue, 0 to 255. */
export type Colour = readonly number[];

const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;

/** A colour of CSS, whatever its notation, painted over another. */
export function over(color: string, ground: Colour, alpha = 1): Colour {
  paint(`rgb(${ground.join(',')})`, 1);
  paint(color, alpha);
  return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

/** WCAG 2.2, "contrast ratio": from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function paint(style: string, alpha: number): void {
  canvas.globalAlpha = alpha;
  canvas.fillStyle = style;
  canvas.fillRect(0, 0, 1, 1);
}

/** WCAG 2.2, "relative luminance". */
function luminance(color: Colour): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
