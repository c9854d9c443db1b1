import { numpyProgram } from "../../sources/python";
import type { Table } from "./data";
import { started, type Race } from "./race";

/** What each optimizer takes off the weights, for a gradient. */
const optimizers: Record<string, string> = {
  sgd: `def sgd(rate, momentum=0, mean=0):
    def step(gradient):
        nonlocal mean
        mean = momentum * mean + gradient
        return rate * mean

    return step`,
  adam: `def adam(rate, mean=0, square=0, steps=0):
    def step(gradient):
        nonlocal mean, square, steps
        steps += 1
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        return rate * mean / (1 - 0.9**steps) / (np.sqrt(square / (1 - 0.999**steps)) + 1e-8)

    return step`,
  rmsprop: `def rmsprop(rate, square=0):
    def step(gradient):
        nonlocal square
        square = 0.99 * square + 0.01 * gradient**2
        return rate * gradient / (np.sqrt(square) + 1e-8)

    return step`,
  adagrad: `def adagrad(rate, total=0):
    def step(gradient):
        nonlocal total
        total = total + gradient**2
        return rate * gradient / (np.sqrt(total) + 1e-10)

    return step`,
  lion: `def lion(rate, mean=0):
    def step(gradient):
        nonlocal mean
        direction = np.sign(0.9 * mean + 0.1 * gradient)
        mean = 0.99 * mean + 0.01 * gradient
        return rate * direction

    return step`,
};

/**
 * A program over NumPy arrays that makes both trainings anew, from the same weights, with the gradients of the network written out. For each step it prints the number of the training, the step and
 * the loss before it.
 */
export function numpyOf({ inputs }: Table, races: readonly Race[], steps: number): Promise<string> {
  const trained = started(races);
  const used = Object.keys(optimizers).filter((name) => trained.some(({ runner }) => runner.optimizer.split(":")[0] === name));
  return numpyProgram(trained.map(({ runner }) => runner.loss), (names) => `table = np.loadtxt("playground.csv", delimiter=",", skiprows=1)
x, t = table[:, :-1], table[:, -1]


${used.map((name) => `${optimizers[name]}\n\n\n`).join("")}def layers_of(widths, numbers):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        matrix, biases, numbers = np.split(numbers, [inputs * outputs, (inputs + 1) * outputs])
        layers.append((matrix.reshape(inputs, outputs), biases))
    return layers


def train(training, loss, slope, widths, optimizer, labels, weights):
    weights = np.array(weights)
    gradient = np.zeros_like(weights)
    # Views: what is written to a matrix is written to the list of all numbers
    layers, slopes = layers_of(widths, weights), layers_of(widths, gradient)
    for step in range(1, ${steps} + 1):
        passed = [x]
        for matrix, biases in layers:
            sums = passed[-1] @ matrix + biases
            passed.append(np.maximum(sums, 0))
        prediction = sums[:, 0]
        print(training, step, float(np.mean(loss(prediction, labels))))
        back = np.broadcast_to(slope(prediction, labels), len(labels))[:, None] / len(labels)
        for (matrix, _), (by_matrix, by_biases), values in zip(layers[::-1], slopes[::-1], passed[-2::-1]):
            by_matrix[:] = values.T @ back
            by_biases[:] = back.sum(0)
            back = (back @ matrix.T) * (values > 0)
        weights -= optimizer(gradient)


${trained.map(({ runner: { optimizer, rate, layers }, states, hasMarginLabels }, place) => {
    const [name, given] = optimizer.split(":");
    return `train(${place + 1}, ${names[2 * place]}, ${names[2 * place + 1]}, [${[inputs, ...layers, 1].join(", ")}], ${name}(${rate}${given ? `, ${given}` : ""}), ${hasMarginLabels ? "2 * t - 1" : "t"}, [${[...states[0]].join(", ")}])\n`;
  }).join("")}`);
}
