namespace Minima.Training.Tests.TensorLosses;

/// <summary>What must hold for every loss on tensors, told as a list of what does not.</summary>
internal static class TensorLaws
{
    private const double ValueTolerance = 1e-12;
    private const double GradientTolerance = 1e-10;
    private const double Step = 1e-6;

    /// <summary>Values and gradients of the reference, to the last digits.</summary>
    public static IEnumerable<string> Reference(LossEntry entry, ReferenceCase row)
    {
        return InStep.All(Findings());

        IEnumerable<string> Findings()
        {
            var (value, inputs) = RunByName(entry, row);
            var want = row.Gradient;
            var largest = want.Values.SelectMany(g => g).Where(double.IsFinite).Select(Math.Abs).Append(1).Max();
            foreach (var problem in Compare("value", row.Value, value.ToArray(), ValueTolerance, largest)) yield return $"{row}: {problem}";
            foreach (var (name, gradient) in want)
            {
                foreach (var problem in Compare($"gradient of {name}", gradient, GradientOf(value, inputs[name]), GradientTolerance, largest)) yield return $"{row}: {problem}";
            }
        }
    }

    /// <summary>Gradients are the slopes of the value: an independent check, by central differences.</summary>
    public static IEnumerable<string> Differences(LossEntry entry, ReferenceCase row)
    {
        return InStep.All(Findings());

        IEnumerable<string> Findings()
        {
            if (row.IsSpecial || entry.StopsGradient || row.Value.Any(x => !double.IsFinite(x))) yield break;
            var loss = row.Loss(entry);
            var (value, inputs) = Run(entry, row, ElementType.Double, row.Reduction);
            for (var i = 0; i < inputs.Length; i++)
            {
                if (inputs[i].IsNone || !entry.Inputs[i].Differentiated) continue;
                var got = GradientOf(value, inputs[i]);
                var at = inputs[i].ToArray();
                for (var k = 0; k < at.Length; k++)
                {
                    var width = Step * Math.Max(1, Math.Abs(at[k]));
                    var slope = (ValueAt(k, width) - ValueAt(k, -width)) / (2 * width);
                    if (Math.Abs(got[k] - slope) > 1e-5 * Math.Max(1, Math.Abs(slope))) yield return $"{row}: the gradient of {entry.Inputs[i].Name} at {k} is {got[k]:R}, differences give {slope:R}";
                }

                double ValueAt(int k, double width)
                {
                    var moved = (double[])at.Clone();
                    moved[k] += width;
                    var others = row.Inputs(entry, ElementType.Double);
                    others[i] = Tensor.Of(moved, inputs[i].Shape);
                    using (Autograd.NoGradient()) return loss.Apply(others, Arguments(entry, row, ElementType.Double, row.Reduction)).ToArray().Sum();
                }
            }
        }
    }

    /// <summary>
    /// A gradient that can be differentiated again gives the slope of the gradient, by central differences where both sides agree; a loss that cannot
    /// (its gradient is no derivative, or it ends at an optimum found outside) refuses, and gives no number that is wrong.
    /// </summary>
    public static List<string> Curvature(LossEntry entry, ReferenceCase row)
    {
        var found = new List<string>();
        if (row.IsSpecial || row.IsCritic || entry.StopsGradient || row.Value.Any(x => !double.IsFinite(x))) return found;
        using var step = StepScope.Begin();
        var (value, inputs) = Run(entry, row, ElementType.Double, row.Reduction);
        Tensor[] leaves = [.. inputs.Where(input => !input.IsNone && input.RequiresGradient)];
        if (!value.RequiresGradient || leaves.Length == 0 || leaves.Sum(leaf => leaf.Count) > 60) return found;
        var second = Second(value, leaves);
        if (second is null) return found;
        for (var i = 0; i < leaves.Length; i++)
        {
            for (var k = 0; k < leaves[i].Count; k++)
            {
                var (here, up, down, near) = (At(0), At(Width), At(-Width), At(Width / 2));
                var (above, below, half) = ((up - here) / Width, (here - down) / Width, (near - here) / (Width / 2));
                var want = (up - down) / (2 * Width);
                if (!(Math.Abs(above - below) <= 1e-3 * Math.Max(1, Math.Abs(want)) && Math.Abs(half - above) <= 1e-3 * Math.Max(1, Math.Abs(want)))) continue;
                if (!(Math.Abs(want - second[i][k]) <= 1e-3 * Math.Max(1, Math.Abs(want)))) found.Add($"{row}: the second derivative along input {i} at {k} is {second[i][k]:R}, differences give {want:R}");

                double At(double by)
                {
                    var values = leaves[i].Write<double>();
                    var kept = values[k];
                    values[k] = kept + by;
                    try
                    {
                        var moved = row.Loss(entry).Apply(inputs, Arguments(entry, row, ElementType.Double, row.Reduction));
                        return Along(Autograd.Gradient(moved.Rank == 0 ? moved : moved.Sum(), leaves)).Item();
                    }
                    catch (LossException)
                    {
                        return double.NaN; // Outside of the domain.
                    }
                    finally
                    {
                        values[k] = kept;
                    }
                }
            }
        }

        return found;
    }

    private const double Width = 1e-5;

    /// <summary>The derivatives of the gradient along fixed weights; null where the loss refuses them.</summary>
    private static double[][]? Second(Tensor value, Tensor[] leaves)
    {
        try
        {
            var total = Along(Autograd.Gradient(value.Rank == 0 ? value : value.Sum(), leaves, createGraph: true));
            return total.RequiresGradient ? [.. Autograd.Gradient(total, leaves).Select(x => x.ToArray())] : [.. leaves.Select(leaf => new double[leaf.Count])];
        }
        catch (TrainingException)
        {
            return null;
        }
    }

    private static Tensor Along(Tensor[] gradients) => gradients.Select((gradient, i) => (gradient * Tensors.GradientCheck.Numbers(gradient.Shape, 11 + i, 0.5, 1.5)).Sum()).Aggregate((sum, one) => sum + one);

    /// <summary>What reaches leaves that outlive a step, as parameters do, is the same gradient, whatever the memory held that is taken again.</summary>
    public static IEnumerable<string> Leaves(LossEntry entry, ReferenceCase row)
    {
        var (whole, inputs) = Run(entry, row, ElementType.Double, row.Reduction);
        if (!whole.RequiresGradient) yield break;
        Tensor[] leaves = [.. inputs.Where(input => !input.IsNone && input.RequiresGradient)];
        var want = leaves.SelectMany(leaf => GradientOf(whole, leaf)).ToArray();
        for (var repeat = 0; repeat < 2; repeat++)
        {
            using (StepScope.Begin())
            {
                var value = row.Loss(entry).Apply(inputs, Arguments(entry, row, ElementType.Double, row.Reduction));
                (value.Rank == 0 ? value : value.Sum()).Backward();
            }

            var got = leaves.SelectMany(leaf => leaf.Gradient.IsNone ? new double[leaf.Count] : leaf.Gradient.ToArray()).ToArray();
            foreach (var problem in Compare("what reaches the leaves", want, got, ValueTolerance, 1)) yield return $"{row}: {problem}";
            foreach (var leaf in leaves.Where(leaf => !leaf.Gradient.IsNone))
            {
                leaf.Gradient.Write<double>().Fill(double.NaN);
                leaf.ClearGradient();
            }
        }
    }

    /// <summary>Float gives what double gives on the rounded inputs, up to what the float of its parts can hold.</summary>
    public static IEnumerable<string> Float(LossEntry entry, ReferenceCase row)
    {
        return InStep.All(Findings());

        IEnumerable<string> Findings()
        {
            var loss = row.Loss(entry);
            var inputs = row.Inputs(entry, ElementType.Single);
            var single = loss.Apply(inputs, Arguments(entry, row, ElementType.Single, row.Reduction)).ToArray();
            var twin = loss.Apply([.. inputs.Select(x => x.IsNone || x.Type == ElementType.Int32 ? x : x.To(ElementType.Double))], Arguments(entry, row, ElementType.Double, row.Reduction)).ToArray();
            for (var i = 0; i < twin.Length; i++)
            {
                if (!single[i].Equals(twin[i]) && double.IsFinite(twin[i]) && !(Math.Abs(single[i] - twin[i]) <= 1e-3 * Math.Max(1, Math.Abs(twin[i])))) yield return $"{row}: {single[i]:R} in float, {twin[i]:R} in double";
            }
        }
    }

    /// <summary>Weights that are all equal change no mean; the sum of the terms is the sum.</summary>
    public static IEnumerable<string> Weights(LossEntry entry, ReferenceCase row)
    {
        return InStep.All(Findings());

        IEnumerable<string> Findings()
        {
            var loss = row.Loss(entry);
            var inputs = row.Inputs(entry, ElementType.Double);
            var terms = loss.Terms(inputs);
            if (terms.IsScalar) yield break;
            var plain = loss.Apply(inputs).Item();
            var even = loss.Apply(inputs, new LossArguments { Weight = Tensor.Full(terms.Values.Shape, 3, ElementType.Double) }).Item();
            if (!Near(plain, even)) yield return $"{row}: {plain:R} without weights, {even:R} where all are 3";
            var sum = loss.Apply(inputs, new LossArguments { Reduction = Minima.Reduction.Sum }).Item();
            var added = loss.Apply(inputs, new LossArguments { Reduction = Minima.Reduction.None }).ToArray().Sum();
            if (!Near(sum, added)) yield return $"{row}: the sum is {sum:R}, that of the terms {added:R}";
            var nothing = loss.Apply(inputs, new LossArguments { Mask = new bool[terms.Values.Count] }).Item();
            if (nothing != 0) yield return $"{row}: {nothing:R} with every term masked, where 0 is expected";
        }
    }

    /// <summary>A NaN in any input is told: the value is NaN, or the term that holds it was left out by the rule of the loss; nothing is thrown.</summary>
    public static IEnumerable<string> NaN(LossEntry entry, ReferenceCase row)
    {
        return InStep.All(Findings());

        IEnumerable<string> Findings()
        {
            var loss = row.Loss(entry);
            for (var i = 0; i < entry.Inputs.Count; i++)
            {
                var inputs = row.Inputs(entry, ElementType.Double);
                if (inputs[i].IsNone || inputs[i].Type == ElementType.Int32 || !entry.Inputs[i].Differentiated) continue;
                inputs[i] = Tensor.Full(inputs[i].Shape, double.NaN, ElementType.Double);
                var value = loss.Apply(inputs).ToArray();
                var plain = row.Value.All(x => x == 0);
                if (!plain && value.All(x => !double.IsNaN(x))) yield return $"{row}: {value[0]:R} where all of {entry.Inputs[i].Name} is NaN";
            }
        }
    }

    /// <summary>The value in double, and what the reference differentiates: the inputs, or the parameters of a critic behind its derivative.</summary>
    private static (Tensor Value, Dictionary<string, Tensor> Inputs) RunByName(LossEntry entry, ReferenceCase row)
    {
        if (row.IsCritic)
        {
            var critic = row.CriticInputs(entry, ElementType.Double);
            return (row.Loss(entry).Apply([critic[entry.Inputs[0].Name]]), critic);
        }

        var (value, inputs) = Run(entry, row, ElementType.Double, row.Reduction);
        return (value, entry.Inputs.Select((info, i) => (info.Name, inputs[i])).ToDictionary(StringComparer.Ordinal));
    }

    private static (Tensor Value, Tensor[] Inputs) Run(LossEntry entry, ReferenceCase row, ElementType type, Minima.Reduction reduction)
    {
        var inputs = row.Inputs(entry, type);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].IsNone && entry.Inputs[i].Differentiated) inputs[i] = inputs[i].WithGradient();
        }

        return (row.Loss(entry).Apply(inputs, Arguments(entry, row, type, reduction)), inputs);
    }

    private static LossArguments Arguments(LossEntry entry, ReferenceCase row, ElementType type, Minima.Reduction reduction) =>
        new() { Reduction = reduction, Weight = row.Weight(type), Mask = row.Mask(entry), WeightedMean = row.WeightedMean };

    private static double[] GradientOf(Tensor value, Tensor input) => value.RequiresGradient
        ? Autograd.Gradient(value.Rank == 0 ? value : value.Sum(), [input])[0].ToArray()
        : new double[input.Count];

    private static bool Near(double left, double right) => left.Equals(right) || Math.Abs(left - right) <= 1e-12 * Math.Max(1, Math.Abs(left));

    private static IEnumerable<string> Compare(string what, double[] want, double[] got, double tolerance, double largest)
    {
        if (want.Length != got.Length)
        {
            yield return $"{what} has {got.Length} numbers, not {want.Length}";
            yield break;
        }

        for (var i = 0; i < want.Length; i++)
        {
            if (!want[i].Equals(got[i]) && !(Math.Abs(got[i] - want[i]) <= (tolerance * Math.Abs(want[i])) + (1e-15 * largest))) yield return $"{what} at {i} is {got[i]:R}, not {want[i]:R}";
        }
    }
}
