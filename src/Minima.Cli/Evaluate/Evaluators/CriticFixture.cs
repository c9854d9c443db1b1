using Minima.Tabular;
using Minima.Tensors.Losses;
using LossTensor = Minima.Tensors.Tensor;

namespace Minima.Cli.Evaluate;

/// <summary>
/// A penalty takes the gradient of a critic, or the Jacobian of a model. A request cannot hold a critic, so conformance suites may name a small one
/// in place of the derivative: f(x) = w2 tanh(w1 x) at the points x, or around them if noise is given. There w2 is a row for a gradient, a matrix for a Jacobian. The
/// answer then has the gradients of w1 and w2, which are of second order.
/// </summary>
internal static class CriticFixture
{
    private const string Gradient = "gradient";
    private const string Jacobian = "jacobian";
    private const string Points = "x";
    private const string Noise = "noise";
    private const string Inner = "w1";
    private const string Outer = "w2";

    /// <summary>True if the request names a critic in place of the derivative, and nothing else.</summary>
    public static bool Fits(LossEntry entry, Request request) =>
        entry.Inputs is [{ Name: Gradient or Jacobian } wanted] && !request.Inputs.ContainsKey(wanted.Name) && (request.Inputs.ContainsKey(Inner) || request.Inputs.ContainsKey(Outer));

    /// <summary>The derivative of the critic, and the parameters that the answer's gradients belong to.</summary>
    /// <exception cref="EvaluateException">An input is unknown or missing, or shapes do not fit.</exception>
    public static (LossTensor Derivative, (string Name, LossTensor Leaf)[] Leaves) Read(LossEntry entry, Request request, Func<string, Tensor, LossTensor> numbers)
    {
        var wanted = entry.Inputs[0].Name;
        foreach (var name in request.Inputs.Keys)
        {
            if (name is not (Points or Noise or Inner or Outer or InputReader.SampleWeight or InputReader.Mask))
                throw new EvaluateException(EvaluateErrors.UnknownInput, $"{entry.Key}: there is no input {Wording.Quote(name)}. Give {wanted}, or a critic as x, w1 and w2, with optional noise around x.");
        }

        var (points, inner, outer) = (Take(Points), Take(Inner).WithGradient(), Take(Outer).WithGradient());
        var (isJacobian, expected) = wanted == Jacobian ? (true, "[C, H]") : (false, "[H]");
        if (points.Rank != 2 || inner.Rank != 2 || outer.Rank != (isJacobian ? 2 : 1) || inner.Shape[1] != points.Shape[1] || inner.Shape[0] != outer.Shape[^1])
            throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: x is {points.Shape}, w1 {inner.Shape}, w2 {outer.Shape}; they must be [N, D], [H, D] and {expected}.");
        if (request.Inputs.ContainsKey(Noise))
        {
            var noise = Take(Noise);
            if (noise.Shape != points.Shape) throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: noise is {noise.Shape}, x {points.Shape}; they must have the same shape.");
            points = CriticGradient.Around(points, noise);
        }

        return (isJacobian ? ModelJacobian.At(Critic, points) : CriticGradient.At(Critic, points), [(Inner, inner), (Outer, outer)]);

        LossTensor Critic(LossTensor x) => x.MatMul(inner.Transpose()).Tanh().MatMul(isJacobian ? outer.Transpose() : outer.Reshape([outer.Count, 1]));

        LossTensor Take(string name) => request.Inputs.TryGetValue(name, out var given)
            ? numbers(name, given)
            : throw new EvaluateException(EvaluateErrors.MissingInput, $"{entry.Key}: input '{name}' is missing; a critic needs x, w1 and w2. Or give {wanted}.");
    }
}
