using System.Collections.Concurrent;
using Minima.Pages;

namespace Minima.Fuzz;

/// <summary>
/// Inputs that a loss on tensors takes, for those whose shapes and labels an entry does not say in full: lengths within their axes, labels that are not the blank,
/// edges that ascend, images that are large enough. Sequences are drawn; the rest is a batch that the loss took once.
/// </summary>
internal static class FittingInputs
{
    /// <summary>Above this a batch would be most of the bytes that are sent; it has its turn seldom.</summary>
    private const int Large = 600;

    private const int SeldomLarge = 40;

    private static readonly ConcurrentDictionary<string, (int[] Shape, double[] Values)?[]?> Batches = new(StringComparer.Ordinal);

    /// <summary>For each input of the entry its shape and a draw of its values; null for an input that is left out, or for all where nothing is known.</summary>
    public static (int[] Shape, Func<double> Value)?[]? Of(LossEntry entry, Seeded random) => entry.Key switch
    {
        "ctc" => Aligned(random),
        "rnnt" => Transduced(random),
        _ => Made(entry, random),
    };

    private static (int[] Shape, Func<double> Value)?[] Aligned(Seeded random)
    {
        var (batch, times, classes, labels) = (1 + random.Below(3), 1 + random.Below(7), 2 + random.Below(4), random.Below(4));
        var (isBatch, hasLengths) = (random.Once(2), random.Once(2));
        if (!isBatch) batch = 1;
        return
        [
            (isBatch ? [batch, times, classes] : [times, classes], Logit(random)),
            (isBatch ? [batch, labels] : [labels], Label(random, classes)),
            hasLengths ? ([batch], () => random.Below(times + 1)) : null,
            hasLengths ? ([batch], () => random.Below(labels + 1)) : null,
        ];
    }

    private static (int[] Shape, Func<double> Value)?[] Transduced(Seeded random)
    {
        var (batch, times, classes, labels) = (1 + random.Below(3), 1 + random.Below(5), 2 + random.Below(4), random.Below(4));
        return random.Once(2)
            ? [([batch, times, labels + 1, classes], Logit(random)), ([batch, labels], Label(random, classes))]
            : [([times, labels + 1, classes], Logit(random)), ([labels], Label(random, classes))];
    }

    /// <summary>Not 0, the blank unless a parameter says otherwise.</summary>
    private static Func<double> Label(Seeded random, int classes) => () => random.Once(40) ? 0 : 1 + random.Below(classes - 1);

    private static Func<double> Logit(Seeded random)
    {
        var isWild = random.Once(3);
        return () => isWild && random.Once(4) ? Extremes.Any(random) : Extremes.Inside(Domain.Real, random);
    }

    private static (int[] Shape, Func<double> Value)?[]? Made(LossEntry entry, Seeded random)
    {
        if (Batches.GetOrAdd(entry.Key, _ => BatchOf(entry)) is not { } batch) return null;
        if (batch.Sum(input => input?.Values.Length ?? 0) > Large && !random.Once(SeldomLarge)) return null;
        var isWild = random.Once(3);
        return [.. batch.Select((input, i) => input is { } known ? (known.Shape, Drawn(entry.Inputs[i], known.Values, isWild, random)) : ((int[], Func<double>)?)null)];
    }

    /// <summary>The values of the batch in turn, some of them moved a little or, in a wild draw, replaced.</summary>
    private static Func<double> Drawn(InputInfo input, double[] values, bool isWild, Seeded random)
    {
        var next = 0;
        return () =>
        {
            var value = values[next++ % values.Length];
            if (isWild && random.Once(8)) return input.Kind == InputKind.TensorOfLabels ? random.Below(4) : Extremes.Of(input.Domain, random);
            var moved = value + (0.1 * (random.Unit() - 0.5));
            return input is { Kind: not InputKind.TensorOfLabels, Differentiated: true } && random.Once(3) && input.Domain.Contains(moved) ? moved : value;
        };
    }

    private static (int[] Shape, double[] Values)?[]? BatchOf(LossEntry entry)
    {
        var examples = entry.Parameters.Where(parameter => parameter.IsRequired).ToDictionary(parameter => parameter.Name, parameter => parameter.Example, StringComparer.Ordinal);
        if (Loss.Create(entry, examples) is not TensorLoss loss || MadeBatch.Of(loss) is not { } batch) return null;
        return [.. batch.Inputs.Select(input => input.IsNone || input.Count == 0 ? ((int[], double[])?)null : ([.. Enumerable.Range(0, input.Rank).Select(axis => input.Shape[axis])], input.ToArray()))];
    }
}
