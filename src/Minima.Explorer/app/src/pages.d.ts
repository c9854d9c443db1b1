// The scripts of Minima.Pages (page.js and chart.js), which the build joins to a module; and the formulas that the library wrote at build time.
declare module "minima:pages" {
  import type { Words } from "./words";

  export interface Series {
    name: Words | string;
    kind: "line" | "points" | "column" | "step" | "dots" | "interval";
    style: number;
    x: (number | null)[];
    y: (number | null)[];
    markers?: boolean;
  }

  export interface ChartSpec {
    x: { label: Words | string; log?: boolean; names?: (Words | string)[]; percent?: boolean };
    y: { label: Words | string; log?: boolean; names?: (Words | string)[]; percent?: boolean };
    series: Series[];
    marks?: { x: number; name: Words | string }[];
    height?: number;
    from?: number;
    to?: number;
    cut?: boolean;
    includeZero?: "x" | "y";
    diagonal?: boolean;
  }

  export interface Chart {
    update(): void;
    reset(): void;
    restart(): void;
  }

  export const minima: {
    say(text: Words | string): string;
    number(x: number | null, digits?: number): string;
    onLanguage(listener: () => void): void;
    setLanguage(language: "en" | "zh-Hans"): void;
    start(): void;
    chart(figure: HTMLElement, describe: (view?: [number, number]) => ChartSpec): Chart;
  };
}

declare module "minima:formulas" {
  import type { Point } from "./engine";

  export const written: Record<string, [Point, Point, Point]>;
}
