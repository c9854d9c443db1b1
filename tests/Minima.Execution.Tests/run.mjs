// Runs the functions of a JSON file on their columns and prints the results as JSON; NaN and infinities as words.
import { readFileSync } from "node:fs";

const numbers = { nan: NaN, inf: Infinity, "-inf": -Infinity };
const text = (value) => (Number.isNaN(value) ? "nan" : value === Infinity ? "inf" : value === -Infinity ? "-inf" : String(value));
const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
const results = cases.map(({ source, columns }) => {
  const written = new Function(`return (${source});`)();
  const values = columns.map((column) => column.map((value) => numbers[value] ?? value));
  return values[0].map((_, row) => text(written(...values.map((column) => column[row]))));
});
console.log(JSON.stringify(results));
