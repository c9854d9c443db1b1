namespace Minima.Trees;

/// <summary>A loss over classes, with a label per row and one raw score per class.</summary>
internal sealed class ClassObjective : IBoostObjective
{
    /// <summary>Rows on which a shift of all scores is tried.</summary>
    private const int ShiftedRows = 16;

    [ThreadStatic]
    private static Buffers? _buffers;

    private readonly double _stepShare;
    private readonly Loss _loss;
    private readonly int[] _labels;
    private readonly double[]? _weight;

    public ClassObjective(Loss loss, TreeData data, Curvature? curvature, Collective ranks)
    {
        if (curvature == Curvature.Bound) throw new BoostException($"{loss.Entry.Key}: a bound of the second derivative is proved of formulas of one number a row, and this loss is over classes; take the exact, the positive or the constant curvature.");
        if (curvature == Curvature.Weight) throw new BoostException($"{loss.Entry.Key}: derivative divided by residual is for predictions in the units of the target, and these are scores of classes; take the exact or the constant curvature.");
        (_loss, Targets, _weight, Curvature) = (loss, data.Target, data.Weight, curvature ?? Curvature.GaussNewton);
        _labels = Array.ConvertAll(data.Target, target => target >= 0 && target < 65536 && target == Math.Floor(target) ? (int)target : throw new BoostException($"{loss.Entry.Key}: a target is {target:R}; classes are numbered 0, 1, 2 and so on."));
        double[] ends = [_labels.Max(), -_labels.Min()];
        ranks.Max(ends);
        Outputs = Math.Max(Math.Max(2, data.Classes), (int)ends[0] + 1);
        if (ends[0] == -ends[1]) throw new BoostException($"{loss.Entry.Key}: every row is of class {_labels[0]}; there is nothing to boost.");
        _stepShare = CountsDifferences() ? (Outputs - 1.0) / Outputs : 1;
        CurvatureReason = curvature is null ? "the positive part of the exact diagonal" : "chosen by the caller";
    }

    public int Outputs { get; }

    public bool IsParabola => false;

    public bool IsConvex => false;

    public IReadOnlyList<(double Factor, double Offset)> Bends => [];

    public double StepShare(double rate) => _stepShare;

    public bool GuessIsBest => false;

    public double[] Targets { get; }

    public Curvature Curvature { get; }

    public string CurvatureReason { get; }

    /// <summary>Logarithms of the classes' proportions, at which the search of the best constants begins; each class counts for half a row at least.</summary>
    public double[] Guess(double[] targets, double[]? weights, bool areAll)
    {
        var counts = new double[Outputs];
        for (var i = 0; i < targets.Length; i++) counts[(int)targets[i]] += weights?[i] ?? 1;
        var total = counts.Sum();
        return Array.ConvertAll(counts, count => Math.Log(Math.Max(count, 0.5 * total / Math.Max(1, targets.Length)) / total));
    }

    public void Evaluate(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures)
    {
        var (buffers, count, k) = (_buffers ??= new Buffers(), rows.Count, Outputs);
        buffers.Reserve(count * k);
        var logits = buffers.Logits.AsSpan(0, count * k);
        for (var o = 0; o < k; o++)
        {
            for (var i = 0; i < count; i++) logits[i * k + o] = scores[o * count + i];
        }

        var batch = new LossBatch<double> { Prediction = logits, Labels = rows.Of(_labels, buffers.Labels), Classes = k, Reduction = Reduction.Sum, Curvature = curvature, Threads = 1, Terms = values, Gradient = buffers.Slopes.AsSpan(0, count * k), Hessian = buffers.Curvatures.AsSpan(0, count * k) };
        if (_weight is not null) batch.SampleWeight = rows.Of(_weight, buffers.Weights);
        _loss.Evaluate(batch);
        for (var i = 0; i < count; i++) (slopes[i], curvatures[i]) = (buffers.Slopes[i * k + output], buffers.Curvatures[i * k + output]);
    }

    /// <summary>True if adding a number to all scores changes no value. The scores are not above 0, so that they may be logarithms of probabilities.</summary>
    private bool CountsDifferences()
    {
        var count = ShiftedRows * Outputs;
        double[] scores = [.. Enumerable.Range(0, count).Select(i => -3 * Draw.Uniform(0, Draw.Scores, 0, (ulong)i))];
        int[] labels = [.. Enumerable.Range(0, ShiftedRows).Select(row => row % Outputs)];
        var (values, shifted) = (Values(scores), Values(Array.ConvertAll(scores, score => score - 1)));
        return values.Zip(shifted, (value, other) => Math.Abs(value - other) <= 1e-9 * (1 + Math.Abs(value))).All(same => same);

        double[] Values(double[] logits)
        {
            var terms = new double[ShiftedRows];
            _loss.Evaluate(new LossBatch<double> { Prediction = logits, Labels = labels, Classes = Outputs, Reduction = Reduction.Sum, Threads = 1, Terms = terms });
            return terms;
        }
    }

    private sealed class Buffers
    {
        public double[] Logits { get; private set; } = [];

        public double[] Slopes { get; private set; } = [];

        public double[] Curvatures { get; private set; } = [];

        public int[] Labels { get; } = new int[RowBlock.Most];

        public double[] Weights { get; } = new double[RowBlock.Most];

        public void Reserve(int count)
        {
            if (Logits.Length < count) (Logits, Slopes, Curvatures) = (new double[count], new double[count], new double[count]);
        }
    }
}
