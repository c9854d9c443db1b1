import { pythonOf } from "./python";

/** What PyTorch calls as NumPy does, but takes tensors only. */
const helpers: Record<string, string> = {
  _where: "def _where(condition, yes, no):\n    return torch.where(condition, _number(yes), _number(no))",
  _maximum: "def _maximum(x, y):\n    return torch.maximum(_number(x), _number(y))",
  _logaddexp: "def _logaddexp(x, y):\n    return torch.logaddexp(_number(x), _number(y))",
  _hypot: "def _hypot(x, y):\n    return torch.hypot(_number(x), _number(y))",
  _power: "def _power(x, y):\n    return torch.pow(_number(x), _number(y))",
  _clip: "def _clip(x, low, high):\n    return torch.minimum(torch.maximum(_number(x), _number(low)), _number(high))",
};

const start = `import torch

torch.set_default_dtype(torch.float64)


def _number(x):
    return torch.as_tensor(x, dtype=torch.get_default_dtype())`;

/** The derivative is the library's own, so that it also holds where one branch of a formula overflows, and at kinks. */
const differentiable = `def differentiable(value, derivative):
    class Function(torch.autograd.Function):
        @staticmethod
        def forward(context, prediction, target):
            context.save_for_backward(prediction, target)
            return _number(value(prediction, target))

        @staticmethod
        def backward(context, gradient):
            return gradient * derivative(*context.saved_tensors), None

    return Function.apply`;

/** What PyTorch has no function for. */
const lacking = /special\.lambertw/;

/**
 * A program for PyTorch in double precision: each loss as a function of two tensors, prediction and target, that gives the loss of each element, and what follows.
 * @param losses The name that each has in the program, and the loss.
 */
export async function torchProgram(losses: readonly (readonly [string, string])[], rest: string): Promise<string> {
  const { functions, names } = await pythonOf(losses.map(([, loss]) => loss));
  if (functions.some((text) => lacking.test(text))) return "# PyTorch has no Lambert W function, which this loss needs.\n";
  const written = functions.map(translated);
  const used = Object.keys(helpers).filter((name) => written.some((text) => text.includes(`${name}(`)));
  const named = losses.map(([name], i) => `${name} = differentiable(${names[2 * i]}, ${names[2 * i + 1]})\n`).join("");
  return `${[start, ...used.map((name) => helpers[name]), ...written, differentiable].join("\n\n\n")}\n\n\n${named}${rest}`;
}

/** A function over NumPy arrays as one over tensors. */
function translated(text: string): string {
  const [signature, ...lines] = text.split("\n");
  const parameters = /\*, (.*)\):$/.exec(signature)?.[1].split(", ").map((one) => one.split("=")[0]) ?? [];
  const isOuter = lines.some((line) => line.includes("np.errstate"));
  const body = lines.filter((line) => !line.includes("np.errstate") && !line.includes("np.asarray")).map((line) => (isOuter ? line.slice(4) : line));
  return [signature, ...parameters.map((name) => `    ${name} = _number(${name})`), ...body].join("\n")
    .replace(/np\.sqrt\((2(?: \/ np\.pi)?)\)/g, "($1) ** 0.5")
    .replace(/np\.(where|maximum|logaddexp|hypot|power|clip)\(/g, "_$1(")
    .replace(/(?<!\.)\bspecial\./g, "torch.special.")
    .replace(/\bnp\./g, "torch.");
}
