/** The prediction of a network with ReLU behind each layer but the last, from its weights as the library lists them: of each layer the matrix, one row for each input, then the biases. */
export function forward(weights: Float64Array, inputs: number, hidden: readonly number[], row: ArrayLike<number>, start = 0): number {
  let values: number[] = [];
  for (let i = 0; i < inputs; i++) values.push(row[start + i]);
  let at = 0;
  for (let layer = 0; layer <= hidden.length; layer++) {
    const outputs = layer < hidden.length ? hidden[layer] : 1;
    const next: number[] = new Array<number>(outputs);
    const biases = at + values.length * outputs;
    for (let unit = 0; unit < outputs; unit++) {
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += values[i] * weights[at + i * outputs + unit];
      sum += weights[biases + unit];
      next[unit] = layer < hidden.length && sum < 0 ? 0 : sum;
    }
    at = biases + outputs;
    values = next;
  }
  return values[0];
}

/** The predictions of many rows. */
export function predictions(weights: Float64Array, inputs: number, hidden: readonly number[], features: readonly number[]): number[] {
  return Array.from({ length: features.length / inputs }, (_, i) => forward(weights, inputs, hidden, features, i * inputs));
}

/** How many numbers a network has. */
export function parameterCount(inputs: number, hidden: readonly number[]): number {
  return [...hidden, 1].reduce(({ sum, width }, outputs) => ({ sum: sum + (width + 1) * outputs, width: outputs }), { sum: 0, width: inputs }).sum;
}
