namespace Minima.Training.Tests.TensorLosses;

/// <summary>What must hold for losses on embeddings, told as a list of what does not.</summary>
internal static class MetricLaws
{
    private const double Tolerance = 1e-9;

    /// <summary>Losses that know the directions of the axes, and why.</summary>
    public static readonly Dictionary<string, string> Oriented = new(StringComparer.Ordinal)
    {
        ["triplet_margin"] = "epsilon is added to every component, and other norms than the Euclidean one have directions",
        ["soft_triplet"] = "epsilon is added to every component",
        ["barlow_twins"] = "its terms are columns",
        ["vicreg"] = "its terms are columns",
        ["pair_contrastive"] = "the variance over components, for snr",
    };

    /// <summary>Losses for which the lengths of rows count, and why.</summary>
    public static readonly Dictionary<string, string> Measured = new(StringComparer.Ordinal)
    {
        ["triplet_margin"] = "distances",
        ["soft_triplet"] = "distances",
        ["batch_hard_triplet"] = "distances",
        ["semi_hard_triplet"] = "distances",
        ["contrastive"] = "distances",
        ["lifted_structure"] = "distances",
        ["lifted_structure_pairs"] = "distances, without normalize",
        ["nca"] = "distances",
        ["center_loss"] = "distances",
        ["island_loss"] = "distances",
        ["barlow_twins"] = "epsilons beside variances",
        ["vicreg"] = "variances",
        ["n_pairs"] = "inner products",
        ["angular"] = "negatives, without normalize_negatives",
        ["circle"] = "inner products, without normalize",
        ["sphereface"] = "the length of a row scales its logits",
    };

    /// <summary>A rotation of all embeddings changes nothing.</summary>
    public static IEnumerable<string> Rotation(LossEntry entry, ReferenceCase row) =>
        Moved(entry, row, "rotated", (input, axes) => axes[^1] == "D" ? input.MatMul(Rotation(input.Shape[^1])) : input);

    /// <summary>Rows three times as long change nothing.</summary>
    public static IEnumerable<string> Lengths(LossEntry entry, ReferenceCase row) =>
        Moved(entry, row, "three times as long", (input, axes) => axes[^1] == "D" ? input * 3 : input);

    /// <summary>Another order of the batch permutes the terms.</summary>
    public static IEnumerable<string> Permutation(LossEntry entry, ReferenceCase row) => Moved(entry, row, "in reverse order", (input, axes) => IsBatch(axes) ? Reversed(input) : input);

    /// <summary>An empty batch has the value 0 and no gradient.</summary>
    public static IEnumerable<string> Empty(LossEntry entry, ReferenceCase row)
    {
        return InStep.All(Findings());

        IEnumerable<string> Findings()
        {
            var inputs = Each(entry, row, (input, axes) => IsBatch(axes) ? Tensor.Zeros(input.Shape.With(0, 0), input.Type) : input);
            for (var i = 0; i < inputs.Length; i++)
            {
                if (!inputs[i].IsNone && entry.Inputs[i].Differentiated) inputs[i] = inputs[i].WithGradient();
            }

            var value = row.Loss(entry).Apply(inputs);
            var given = inputs.Where((x, i) => !x.IsNone && entry.Inputs[i].Differentiated).ToArray();
            var gradients = value.RequiresGradient ? Autograd.Gradient(value, given) : [];
            if (double.IsNaN(value.Item()) || gradients.SelectMany(g => g.ToArray()).Any(double.IsNaN)) yield return $"{row}: NaN for an empty batch";
            if (value.Item() != 0) yield return $"{row}: {value.Item():R} for an empty batch";
            if (gradients.SelectMany(g => g.ToArray()).Any(x => x != 0)) yield return $"{row}: a gradient of an empty batch";
        }
    }

    private static IEnumerable<string> Moved(LossEntry entry, ReferenceCase row, string how, Func<Tensor, string[], Tensor> move)
    {
        return InStep.All(Findings());

        IEnumerable<string> Findings()
        {
            var loss = row.Loss(entry);
            var before = Sorted(loss, Each(entry, row, (input, _) => input));
            var after = Sorted(loss, Each(entry, row, move));
            if (before.Length != after.Length || before.Zip(after).Any(pair => !(Math.Abs(pair.First - pair.Second) <= Tolerance * Math.Max(1, Math.Abs(pair.First)))))
                yield return $"{row}: [{string.Join(", ", before)}], {how} [{string.Join(", ", after)}]";
        }
    }

    private static double[] Sorted(TensorLoss loss, Tensor[] inputs)
    {
        var terms = loss.Terms(inputs).Values.ToArray();
        Array.Sort(terms);
        return terms;
    }

    private static Tensor[] Each(LossEntry entry, ReferenceCase row, Func<Tensor, string[], Tensor> move) =>
        [.. row.Inputs(entry, ElementType.Double).Select((input, i) => input.IsNone ? input : move(input, entry.Inputs[i].Axes.Split(' ')))];

    private static bool IsBatch(string[] axes) => axes[0] is "N" or "...";

    private static Tensor Reversed(Tensor input)
    {
        var rows = Enumerable.Range(0, input.Shape[0]).Reverse().Select(i => input.Slice(0, i, 1));
        return input.Type == ElementType.Int32
            ? Tensor.Of(input.ToArray().Reverse().Select(x => (int)x).ToArray(), input.Shape)
            : Tensor.Concatenate(0, [.. rows]);
    }

    private static Tensor Rotation(int size)
    {
        var matrix = new double[size * size];
        for (var i = 0; i < size; i++) matrix[i * (size + 1)] = 1;
        for (var i = 0; i < size; i++)
        {
            for (var j = i + 1; j < size; j++) Turn(matrix, size, i, j, 0.4 + i + (2 * j));
        }

        return Tensor.Of(matrix, [size, size]);
    }

    private static void Turn(double[] matrix, int size, int first, int second, double angle)
    {
        var (sine, cosine) = Math.SinCos(angle);
        for (var row = 0; row < size; row++)
        {
            var (x, y) = (matrix[(row * size) + first], matrix[(row * size) + second]);
            (matrix[(row * size) + first], matrix[(row * size) + second]) = ((cosine * x) - (sine * y), (sine * x) + (cosine * y));
        }
    }
}
