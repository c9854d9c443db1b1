using Minima.Analysis;

namespace Minima.Docs;

/// <summary>A loss over rows along the prediction of its first class, the other two classes and the target held.</summary>
internal sealed record RowCurve(string Label, Loss Loss, RowSetting Setting, double TargetOfFirst) : Curve(Label, Loss, [])
{
    public override Samples At(ReadOnlySpan<double> x)
    {
        var samples = new RowSection(Loss, Setting.From, Setting.To, Setting.Others, Setting.Targets).At(x, TargetOfFirst);
        return new Samples(x.ToArray(), samples.Values, samples.Slopes, samples.Curvatures);
    }
}

/// <summary>How a loss over rows is shown: three classes, of which the first runs along the axis.</summary>
/// <param name="From">Where the axis begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Points">The points of the table.</param>
/// <param name="Others">The predictions of the other two classes.</param>
/// <param name="Targets">The targets of the first class: 1 where it is the label, 0 where the second is.</param>
/// <param name="Rows">Two rows of predictions that fit each other, for examples.</param>
/// <param name="TargetRows">Two target rows, for examples.</param>
internal sealed record RowSetting(double From, double To, double[] Points, double[] Others, double[] Targets, double[][] Rows, double[][] TargetRows)
{
    public const int Classes = 3;

    private static readonly double[][] Distributions = [[0.8, 0.2, 0], [0, 0.5, 0.5]];

    private static readonly double[][] PositiveDistributions = [[0.8, 0.15, 0.05], [0.1, 0.5, 0.4]];

    public static RowSetting Of(Loss loss)
    {
        var entry = loss.Entry;
        var targets = loss.DomainOf(1).IsReal && entry.Inputs[1].Kind == InputKind.Row ? [0] : new double[] { 0, 1 };
        var targetRows = loss.DomainOf(1).IsReal ? [[1, 0, -1], [0.2, 0.1, 0.5]] : loss.DomainOf(1).Contains(0) ? Distributions : PositiveDistributions;
        return entry switch
        {
            _ when RowAnalysis.Of(loss).Link.OnLogProbabilities => new(-5, 0, [-5, -3, -2, -1, -0.5, -0.1, 0], [-1, -2], targets, [[-0.3, -1.9, -2.2], [-1.2, -0.8, -1.4]], targetRows),
            _ when !loss.DomainOf(0).Contains(0) => new(0.01, 1, [0.01, 0.05, 0.25, 0.5, 0.75, 0.99, 1], [0.3, 0.2], targets, [[0.7, 0.2, 0.1], [0.3, 0.4, 0.3]], targetRows),
            _ when !loss.DomainOf(0).IsReal => new(0, 1, [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1], [0.3, 0.2], targets, [[0.7, 0.2, 0.1], [0.3, 0.4, 0.3]], targetRows),
            { Link: PredictionLink.Softmax or PredictionLink.Logit } => new(-6, 6, [-6, -2, -1, 0, 1, 2, 6], [0, -1], targets, [[2, 0.5, -1], [0, 1, 0.3]], targetRows),
            _ => new(-3, 3, [-3, -2, -1, 0, 0.5, 1, 2], [0, -1], targets, [[2, 0.5, -1], [0, 1, 0.3]], targetRows),
        };
    }
}
