using System.Numerics;
using System.Numerics.Tensors;

namespace Minima.Training.Adversarial;

/// <summary>Clips every weight to a bound, in place.</summary>
internal static class WeightClip
{
    public static void Apply(IReadOnlyList<Parameter> parameters, double most)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Value.Type == ElementType.Double) Hold(parameter.Value.Write<double>(), most);
            else Hold(parameter.Value.Write<float>(), (float)most);
        }
    }

    private static void Hold<TNumber>(Span<TNumber> weights, TNumber most)
        where TNumber : INumber<TNumber> => TensorPrimitives.Clamp(weights, -most, most, weights);
}
