namespace Minima.Tabular;

/// <summary>
/// One outer fold, prepared once for all losses: its split, the inner splits that choose settings, and the units of the target from the
/// training rows.
/// </summary>
internal sealed class OuterFold
{
    public const int InnerFolds = 3;

    private OuterFold(Split split, Split[] inner, Split? sample, int[] positions, double center, double scale, RidgeReference? reference)
    {
        Split = split;
        Inner = inner;
        Sample = sample;
        Positions = positions;
        Center = center;
        Scale = scale;
        Reference = reference;
    }

    public Split Split { get; }

    public IReadOnlyList<Split> Inner { get; }

    /// <summary>A sample of the training rows if they are many: fits start there. Null if they are few.</summary>
    public Split? Sample { get; }

    /// <summary>Their positions among the training rows.</summary>
    public int[] Positions { get; }

    /// <summary>The median of the training target; 0 for classes.</summary>
    public double Center { get; }

    /// <summary>
    /// The robust scale of the residuals of a ridge regression on the training rows; 1 for classes. Each row is predicted by the inner folds that do
    /// not hold it, because with many features the residuals of a fit on the row itself would be near 0.
    /// </summary>
    public double Scale { get; }

    /// <summary>The regression behind <see cref="Scale"/>; null for classes.</summary>
    public RidgeReference? Reference { get; }

    /// <summary>The proportion of its rows that the penalty was chosen on: with more rows a penalty on a mean needs less weight.</summary>
    public double SampleShare => Sample is null ? 1 : (double)Sample.TrainTarget.Length / Split.TrainTarget.Length;

    /// <summary>The proportion of class 1 among the training rows, if settings are chosen on a sample that has more of a rare class; else null.</summary>
    public double? Rate => Sample is null ? null : Split.TrainTarget.Average();

    public static OuterFold Create(ComparisonData data, OuterSplit rows, TargetColumn target, CancellationToken cancellation)
    {
        var split = Split.Create(data.Columns, rows.Fold, target.Values);
        var inner = rows.Inner.Select(part => Split.Create(data.Columns, part, target.Values)).ToArray();
        var sample = rows.Sample.Length > 0 ? split.Sample(rows.Sample, target.Values) : null;
        return Of(split, inner, sample, rows.Sample, target, cancellation);
    }

    /// <summary>The same rows and features with another target.</summary>
    public OuterFold WithTarget(TargetColumn target, CancellationToken cancellation) => Of(
        Split.WithTarget(target.Values), [.. Inner.Select(part => part.WithTarget(target.Values))], Sample?.WithTarget(target.Values), Positions, target, cancellation);

    /// <summary>Fewer of the training rows, by their positions, with new treatment of the columns and the same units; for fits at a known penalty.</summary>
    public OuterFold Smaller(ComparisonData data, int[] positions, double[] values) => new(
        Split.Create(data.Columns, new Fold(Array.ConvertAll(positions, position => Split.TrainRows[position]), Split.TestRows), values), [], null, [], Center, Scale, Reference);

    /// <summary>
    /// The transform from a model's output to the raw prediction of a loss. A number is in the target's units, or around the logarithm of
    /// the mean for a loss with a logarithmic prediction; scores of classes are unchanged.
    /// </summary>
    public OutputScale ScaleOf(LossEntry entry, TargetKind kind) => (kind, entry.Link) switch
    {
        (TargetKind.Binary or TargetKind.MultiClass, _) => new(0, 1),
        (_, PredictionLink.Log) => new(Math.Log(Split.TrainTarget.Average()), 1),
        _ => new(Center, Scale),
    };

    private static OuterFold Of(Split split, Split[] inner, Split? sample, int[] positions, TargetColumn target, CancellationToken cancellation)
    {
        if (target.Kind != TargetKind.Regression) return new OuterFold(split, inner, sample, positions, 0, 1, null);
        var center = RobustScale.Median(split.TrainTarget);
        var spread = RobustScale.Scale(split.TrainTarget);
        var reference = RidgeReference.Of(inner, center, spread, cancellation);

        // A target that the features determine exactly leaves rounding errors, which are not a unit.
        return new OuterFold(split, inner, sample, positions, center, Math.Max(reference.Scale, spread * 1e-6), reference);
    }
}
