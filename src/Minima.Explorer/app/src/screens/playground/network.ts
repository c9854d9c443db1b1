/** The prediction of a network with ReLU behind each layer but the last, from its weights as the library lists them: of each layer the matrix, one row for each input, then the biases. */
export function forward(weights: Float64Array, inputs: number, hidden: readonly number[], row: ArrayLike<number>, start = 0): number {
  return activations(weights, inputs, hidden, row, start)[hidden.length + 1][0];
}

/** What each layer passes on of a row: the row itself, the outputs of the hidden layers, the prediction. */
export function activations(weights: Float64Array, inputs: number, hidden: readonly number[], row: ArrayLike<number>, start = 0): number[][] {
  let values: number[] = [];
  for (let i = 0; i < inputs; i++) values.push(row[start + i]);
  const all = [values];
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
    all.push(values);
  }
  return all;
}

/** The derivatives of a loss with respect to all weights, and to what each layer passes on, from the derivative with respect to the prediction: the chain rule, from the last layer to the first. */
export function backward(weights: Float64Array, hidden: readonly number[], passed: readonly number[][], slope: number): { weights: Float64Array; passed: number[][] } {
  const byWeights = new Float64Array(weights.length);
  const byPassed = passed.map((values) => values.map(() => 0));
  byPassed[hidden.length + 1][0] = slope;
  let end = weights.length;
  for (let layer = hidden.length; layer >= 0; layer--) {
    const [from, to] = [passed[layer], passed[layer + 1]];
    const biases = end - to.length;
    const matrix = biases - from.length * to.length;
    to.forEach((value, unit) => {
      const given = layer < hidden.length && value <= 0 ? 0 : byPassed[layer + 1][unit];
      byWeights[biases + unit] = given;
      from.forEach((input, i) => {
        byWeights[matrix + i * to.length + unit] = given * input;
        byPassed[layer][i] += given * weights[matrix + i * to.length + unit];
      });
    });
    end = matrix;
  }
  return { weights: byWeights, passed: byPassed };
}

/** The Euclidean norm of the numbers of each layer, the matrix and the biases together. */
export function layerNorms(numbers: Float64Array, inputs: number, hidden: readonly number[]): number[] {
  let [at, width] = [0, inputs];
  return [...hidden, 1].map((outputs) => {
    const part = numbers.subarray(at, at + (width + 1) * outputs);
    [at, width] = [at + part.length, outputs];
    return Math.sqrt(part.reduce((sum, one) => sum + one * one, 0));
  });
}

/** The predictions of many rows. */
export function predictions(weights: Float64Array, inputs: number, hidden: readonly number[], features: readonly number[]): number[] {
  return Array.from({ length: features.length / inputs }, (_, i) => forward(weights, inputs, hidden, features, i * inputs));
}

/** How many numbers a network has. */
export function parameterCount(inputs: number, hidden: readonly number[]): number {
  return [...hidden, 1].reduce(({ sum, width }, outputs) => ({ sum: sum + (width + 1) * outputs, width: outputs }), { sum: 0, width: inputs }).sum;
}
