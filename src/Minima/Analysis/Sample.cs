using System.Globalization;

namespace Minima.Analysis;

/// <summary>A prepared sample: inputs by index, weights without zeros, arguments checked.</summary>
internal sealed class Sample
{
    public Sample(PointFunction function, ReadOnlySpan<double> target, ReadOnlySpan<double> weights, IReadOnlyDictionary<string, double[]> given)
    {
        var loss = function.Loss;
        var entry = loss.Entry;
        if (function.Target < 0)
        {
            if (target.Length > 0)
            {
                throw new LossException(LossError.UnknownInput, $"{entry.Key}: the loss has no target; leave it empty.");
            }

            target = [0];
        }

        if (target.Length == 0)
        {
            throw new LossException(LossError.MissingInput, $"{entry.Key}: the sample is empty; without targets the best constant is undefined. Give at least one target.");
        }

        if (weights.Length > 0 && weights.Length != target.Length)
        {
            throw new LossException(LossError.Weights, string.Create(CultureInfo.InvariantCulture, $"{entry.Key}: there are {weights.Length} sample weights for {target.Length} targets; give one for each target, or none."));
        }

        foreach (var name in given.Keys.Where(n => !function.Extras.Any(i => entry.Inputs[i].Name == n)))
        {
            throw new LossException(LossError.UnknownInput, $"{entry.Key}: there is no further input '{Names.Shorten(name)}'. Inputs other than prediction and target: {string.Join(", ", function.Extras.Select(i => entry.Inputs[i].Name))}.");
        }

        var kept = Kept(entry.Key, weights, target.Length);
        Weights = weights.Length == 0 ? [] : [.. Pick(weights, kept)];
        Inputs = new double[function.Arity][];
        for (var i = 0; i < function.Arity; i++)
        {
            Inputs[i] = i == function.Target ? Pick(target, kept)
                : function.Learned.Contains(i) ? new double[kept.Length]
                : Extra(function, i, given, target.Length, kept);
        }

        if (function.Target >= 0)
        {
            CheckTargets(function, target, kept);
            Centre = Inputs[function.Target].Order().ElementAt(Inputs[function.Target].Length / 2);
        }
    }

    /// <summary>All inputs by index; the caller fills the learned ones.</summary>
    public double[][] Inputs { get; }

    /// <summary>Positive weights, or empty.</summary>
    public double[] Weights { get; }

    /// <summary>An ordinary value of the target.</summary>
    public double Centre { get; }

    private static int[] Kept(string key, ReadOnlySpan<double> weights, int count)
    {
        var kept = new List<int>();
        for (var n = 0; n < count; n++)
        {
            var weight = weights.Length == 0 ? 1 : weights[n];
            if (!(weight >= 0) || double.IsInfinity(weight))
            {
                throw new LossException(LossError.Weights, string.Create(CultureInfo.InvariantCulture, $"{key}: sample weight {n} is {weight}; a best constant needs finite weights of at least 0."));
            }

            if (weight > 0)
            {
                kept.Add(n);
            }
        }

        return kept.Count > 0 ? [.. kept] : throw new LossException(LossError.Weights, $"{key}: all sample weights are 0, so there is nothing to predict. Give at least one element a positive weight.");
    }

    private static void CheckTargets(PointFunction function, ReadOnlySpan<double> target, int[] kept)
    {
        var domain = function.DomainOf(function.Target);
        foreach (var n in kept)
        {
            if (!domain.Contains(target[n]) || !double.IsFinite(target[n]))
            {
                throw new LossException(LossError.Domain, string.Create(CultureInfo.InvariantCulture, $"{function.Loss.Entry.Key}: target {n} is {target[n]}; for a best constant it must be finite and {domain}. Remove the element or give it weight 0."));
            }
        }
    }

    private static double[] Extra(PointFunction function, int input, IReadOnlyDictionary<string, double[]> given, int count, int[] kept)
    {
        var info = function.Loss.Entry.Inputs[input];
        if (given.TryGetValue(info.Name, out var values))
        {
            return values.Length == count
                ? Pick(values, kept)
                : throw new LossException(LossError.Shape, string.Create(CultureInfo.InvariantCulture, $"{function.Loss.Entry.Key}: '{info.Name}' has {values.Length} values, but the target has {count}; give one for each."));
        }

        var bound = function.BoundTo(input);
        return bound.Count switch
        {
            1 => [.. Enumerable.Repeat(bound[0], kept.Length)],
            > 1 => throw new LossException(LossError.MissingInput, $"{function.Loss.Entry.Key}: '{info.Name}' is a list with one value for each column, but a best constant is for one column. Give one '{info.Name}' for each target."),
            _ => throw new LossException(LossError.MissingInput, $"{function.Loss.Entry.Key}: input '{info.Name}' is missing; give one value for each target."),
        };
    }

    private static double[] Pick(ReadOnlySpan<double> values, int[] kept)
    {
        var picked = new double[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            picked[i] = values[kept[i]];
        }

        return picked;
    }
}
