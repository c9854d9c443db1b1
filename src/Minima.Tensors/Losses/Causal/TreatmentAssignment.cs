using System.Numerics;

namespace Minima.Tensors.Losses;

/// <summary>The treatments of units and their probabilities, common to the losses for causal effects.</summary>
internal static class TreatmentAssignment
{
    /// <summary>Refuses a treatment that is neither 0 nor 1.</summary>
    /// <exception cref="LossException">An element is not 0 or 1.</exception>
    public static void Check(string loss, Tensor treatment)
    {
        if (treatment.Type == ElementType.Single) Check(loss, treatment.Read<float>());
        else Check(loss, treatment.Read<double>());
    }

    /// <summary>1 for treated units and -1 for the others.</summary>
    public static Tensor Sign(Tensor treatment) => (2 * treatment) - 1;

    /// <summary>The outcome predicted for the treatment received; the other one is not read.</summary>
    public static Tensor Factual(Tensor treatment, Tensor ofControl, Tensor ofTreated) => Tensor.Where(treatment, ofTreated, ofControl);

    /// <summary>The probability of the treatment received: e for treated units, 1 - e for the others.</summary>
    public static Tensor Propensity(Tensor treatment, Tensor propensity) => Tensor.Where(treatment, propensity, 1 - propensity);

    private static void Check<TElement>(string loss, ReadOnlySpan<TElement> treatments)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < treatments.Length; i++)
        {
            if (treatments[i] != TElement.Zero && treatments[i] != TElement.One) throw new LossException(LossError.Domain, $"{loss}: 'treatment' at index {i} is {Throw.Number(double.CreateChecked(treatments[i]))}; it must be 1 (treated) or 0 (untreated).");
        }
    }
}
