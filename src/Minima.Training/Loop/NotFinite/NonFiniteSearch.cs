namespace Minima.Training;

/// <summary>Finds the first number that is not finite: in the data, the parameters, an operation of the forward pass, or one of the backward pass.</summary>
internal static class NonFiniteSearch
{
    public static NonFiniteReport Run(Module model, Objective objective, IReadOnlyList<TrainingBatch> batches, Action<int>? draw = null)
    {
        foreach (var parameter in model.Parameters)
        {
            if (NumberCounts.Of(parameter.Value.Node) is { Bad: > 0 } found) return At(Diagnoses.NotFiniteParameter, $"parameter {parameter.Name}", parameter.Value.Shape, found);
        }

        var denominators = new double[objective.Terms.Count];
        if (batches.Count > 1)
        {
            foreach (var batch in batches) objective.AddDenominators(batch, denominators);
        }

        var sums = new LossResult[denominators.Length];
        for (var i = 0; i < batches.Count; i++)
        {
            var batch = batches[i];
            if (OfBatch(batch) is { } bad) return bad;
            draw?.Invoke(i);
            var watch = new Watch(objective);
            using (StepScope.Begin())
            {
                var outer = Autograd.Watcher;
                Autograd.Watcher = watch;
                try
                {
                    var output = model.Forward(batch.Features);
                    objective.Apply(output, batch, batches.Count > 1 ? denominators : [], sums).Backward();
                }
                finally
                {
                    Autograd.Watcher = outer;
                    model.ClearGradients();
                }
            }

            if (watch.Found is not { } found) continue;
            var rows = found.Rows.Count > 0 || found.InGradient || found.Shape.Rank > 0 ? found.Rows : RowsOfTerms(model, objective, batch);
            return Named(found, batch) with { Rows = rows.Count > 0 ? [.. rows.Select(row => RowNumber(batch, row)).Where(row => row >= 0)] : [.. batch.RowNumbers.ToArray().Select(row => (long)row)] };
        }

        return new NonFiniteReport(Diagnoses.Overflow, "the sum of the gradients of all batches", InGradient: true);
    }

    /// <summary>The rows whose own loss is not finite; none if the loss has no terms per row.</summary>
    private static IReadOnlyList<long> RowsOfTerms(Module model, Objective objective, in TrainingBatch batch)
    {
        if (objective.Terms.Any(term => term.Loss is TensorLoss || term.Loss.Groups is not null)) return [];
        using (Autograd.NoGradient())
        using (StepScope.Begin())
        {
            var terms = objective.TermsOf(model.Forward(batch.Features), batch);
            return [.. terms.SelectMany(term => NumberCounts.BadRows(term.Node)).Distinct().Order()];
        }
    }

    private static NonFiniteReport? OfBatch(in TrainingBatch batch)
    {
        if (batch.Features.Type != ElementType.Int32 && NumberCounts.Of(batch.Features.Node) is { Bad: > 0 } features) return At(Diagnoses.NotFiniteInput, "features", batch.Features.Shape, features, batch) with { Rows = RowsOf(batch, batch.Features) };
        if (batch.Target.Type != ElementType.Int32 && NumberCounts.Of(batch.Target.Node) is { Bad: > 0 } target) return At(Diagnoses.NotFiniteTarget, "target", batch.Target.Shape, target, batch) with { Rows = RowsOf(batch, batch.Target) };
        return null;
    }

    private static NonFiniteReport At(DiagnosisEntry cause, string tensor, Shape shape, NumberCounts found, TrainingBatch? batch = null) =>
        Named(new NonFiniteReport(cause, null, InGradient: false) { Tensor = tensor, Shape = shape, NonFinite = (found.Bad, found.First) }, batch);

    private static NonFiniteReport Named(NonFiniteReport report, TrainingBatch? batch) => batch is { } rows ? report with { RowWord = rows.RowWord, Source = rows.Source } : report;

    private static List<long> RowsOf(TrainingBatch batch, Tensor tensor) => [.. NumberCounts.BadRows(tensor.Node).Select(row => RowNumber(batch, row)).Where(row => row >= 0)];

    private static long RowNumber(TrainingBatch batch, long row) => row < batch.RowNumbers.Length ? batch.RowNumbers.Span[(int)row] : -1;

    /// <summary>Checks every result; keeps the first that is not finite although its inputs are.</summary>
    private sealed class Watch(Objective objective) : IWatcher
    {
        public NonFiniteReport? Found { get; private set; }

        public void Computed(Node node)
        {
            if (Found is not null || node.Type == ElementType.Int32) return;
            var found = NumberCounts.Of(node);
            if (found.Bad == 0) return;
            var range = NumberCounts.None;
            for (var i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i).Type != ElementType.Int32) range = range.With(NumberCounts.Of(node.Input(i)));
            }

            var large = Math.Max(Math.Abs(range.Low), Math.Abs(range.High)) > (node.Type == ElementType.Single ? 1e15 : 1e150);
            Found = new NonFiniteReport(large || OverflowSearch.IsOverflow(node, objective) ? Diagnoses.Overflow : Diagnoses.OutsideDomain, node.Operation?.Name ?? "a new tensor", InGradient: false)
            {
                Layer = node.Layer,
                Shape = node.Shape,
                InputRange = range.Any ? (range.Low, range.High) : null,
                NonFinite = (found.Bad, found.First),
                Rows = [.. NumberCounts.BadRows(node)],
            };
        }

        public void Passed(Node node, Node input, Node gradient)
        {
            if (Found is not null) return;
            var found = NumberCounts.Of(gradient);
            if (found.Bad == 0) return;
            var range = NumberCounts.Of(input);
            Found = new NonFiniteReport(Diagnoses.NotFiniteGradient, node.Operation!.Name, InGradient: true)
            {
                Layer = node.Layer,
                Shape = gradient.Shape,
                InputRange = range.Any ? (range.Low, range.High) : null,
                NonFinite = (found.Bad, found.First),
            };
        }
    }
}

/// <summary>Statistics of the elements of a tensor.</summary>
/// <param name="Bad">The number of elements that are not finite.</param>
/// <param name="First">The first of those.</param>
/// <param name="Low">The smallest finite one.</param>
/// <param name="High">The largest finite one.</param>
internal readonly record struct NumberCounts(int Bad, double First, double Low, double High)
{
    public static NumberCounts None => new(0, 0, double.PositiveInfinity, double.NegativeInfinity);

    public bool Any => Low <= High;

    public static NumberCounts Of(Node node)
    {
        var dense = CopyKernel.Dense(node);
        return node.Type == ElementType.Single ? Of(Tensor.Elements<float>(dense)) : Of(Tensor.Elements<double>(dense));
    }

    public static IEnumerable<long> BadRows(Node node)
    {
        if (node.Shape.Rank < 1 || node.Shape[0] < 2) return [];
        var values = new Tensor(node).ToArray();
        var width = Math.Max(values.Length / node.Shape[0], 1);
        return Enumerable.Range(0, node.Shape[0]).Where(row => values.AsSpan(row * width, width).ContainsAnyNonFinite()).Select(row => (long)row).ToArray();
    }

    public NumberCounts With(NumberCounts other) => new(Bad + other.Bad, Bad > 0 ? First : other.First, Math.Min(Low, other.Low), Math.Max(High, other.High));

    private static NumberCounts Of<TElement>(ReadOnlySpan<TElement> values)
        where TElement : unmanaged, System.Numerics.IFloatingPointIeee754<TElement>
    {
        var all = None;
        foreach (var value in values)
        {
            var number = double.CreateChecked(value);
            all = double.IsFinite(number) ? all with { Low = Math.Min(all.Low, number), High = Math.Max(all.High, number) } : all with { Bad = all.Bad + 1, First = all.Bad == 0 ? number : all.First };
        }

        return all;
    }
}

/// <summary>Checks on spans.</summary>
internal static class SpanQuestions
{
    public static bool ContainsAnyNonFinite(this Span<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value)) return true;
        }

        return false;
    }
}
