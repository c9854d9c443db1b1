/** The state of a screen as texts by key: what stands in the address of the page. */
export type Fields = Record<string, string>;

export interface Address {
  screen: string;
  fields: Fields;
}

/** Longer addresses are refused by some programs that pass links on. */
export const longest = 2000;

/** Reads `#pull?d=1,2&loss=mse`. Whatever is no address of that form is an empty one. */
export function readAddress(hash: string): Address {
  const [screen, query = ""] = hash.replace(/^#/, "").split("?", 2);
  const fields: Fields = {};
  for (const [key, value] of new URLSearchParams(query)) if (Object.keys(fields).length < 50) fields[key] = value;
  return { screen: /^[a-z]+$/.test(screen) ? screen : "", fields };
}

/** Commas, colons and the like stay as they are, so that people can read the address. */
export function writeAddress({ screen, fields }: Address): string {
  const query = Object.entries(fields).map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%(2C|3A|3B|3D|2F|28|29|2A)/g, (text) => decodeURIComponent(text))}`).join("&");
  return `#${screen}${query ? `?${query}` : ""}`;
}

/** Finite numbers between commas, no more than so many; null where the text is not of that form. */
export function readNumbers(text: string | undefined, most: number, limit = 1e6): number[] | null {
  if (text === undefined || text === "") return null;
  const parts = text.split(",");
  if (parts.length > most) return null;
  const values = parts.map((part) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part) ? Number(part) : Number.NaN));
  return values.every((value) => Number.isFinite(value) && Math.abs(value) <= limit) ? values : null;
}

export const readNumber = (text: string | undefined, low: number, high: number): number | null => {
  const value = readNumbers(text, 1)?.[0];
  return value !== undefined && value >= low && value <= high ? value : null;
};

/** The fields of an address as a screen takes them, one after the other; what is left at the end, or cannot be read, is not known. */
export class FieldReader {
  private readonly rest: Fields;
  private readonly bad: string[] = [];

  constructor(fields: Fields) {
    this.rest = { ...fields };
  }

  text(name: string): string | undefined {
    const text = this.rest[name];
    delete this.rest[name];
    return text;
  }

  one<T extends string>(name: string, known: readonly T[], otherwise: T): T {
    const text = this.text(name);
    const found = known.find((one) => one === text);
    if (text !== undefined && found === undefined) this.bad.push(name);
    return found ?? otherwise;
  }

  number(name: string, low: number, high: number, otherwise: number): number {
    return this.numbers(name, [otherwise], low, high)[0];
  }

  /** As many numbers as there are of those that stand otherwise. */
  numbers(name: string, otherwise: readonly number[], low: number, high: number): number[] {
    const text = this.text(name);
    const values = readNumbers(text, otherwise.length);
    const fits = values?.length === otherwise.length && values.every((value) => value >= low && value <= high);
    if (text !== undefined && !fits) this.bad.push(name);
    return fits ? values : [...otherwise];
  }

  get unknown(): string[] {
    return [...Object.keys(this.rest), ...this.bad];
  }
}
