namespace Minima.Docs;

/// <summary>A loss over rows along the prediction of its first class, the other two classes and the target held.</summary>
internal sealed record RowCurve(string Label, Loss Loss, RowSetting Setting, double TargetOfFirst) : Curve(Label, Loss, [])
{
    public override Samples At(ReadOnlySpan<double> x)
    {
        var (count, classes) = (x.Length, RowSetting.Classes);
        var curved = !Loss.Entry.StopsGradient;
        var prediction = new double[count * classes];
        var target = new double[count * classes];
        for (var i = 0; i < count; i++)
        {
            prediction[i * classes] = x[i];
            Setting.Others.CopyTo(prediction, i * classes + 1);
            Setting.TargetAt(TargetOfFirst).CopyTo(target, i * classes);
        }

        var gradient = new double[count * classes];
        var curvature = new double[curved ? count * classes : 0];
        var terms = new double[count];
        var takesLabels = Loss.Entry.Inputs[1].Kind != InputKind.Row;
        Loss.Evaluate(new RowBatch<double>
        {
            Prediction = prediction,
            Labels = takesLabels ? [.. Enumerable.Repeat(TargetOfFirst == 1 ? 0 : 1, count)] : [],
            Target = takesLabels ? [] : target,
            Classes = classes,
            Gradient = gradient,
            Hessian = curvature,
            Terms = terms,
            Reduction = Reduction.None,
        });
        return new Samples(x.ToArray(), terms, OfFirst(gradient), OfFirst(curvature));
    }

    private static double[] OfFirst(double[] rows) => [.. rows.Where((_, i) => i % RowSetting.Classes == 0)];
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

    public static RowSetting Of(Loss loss)
    {
        var entry = loss.Entry;
        var targets = loss.DomainOf(1).IsReal && entry.Inputs[1].Kind == InputKind.Row ? [0] : new double[] { 0, 1 };
        var targetRows = loss.DomainOf(1).IsReal ? [[1, 0, -1], [0.2, 0.1, 0.5]] : Distributions;
        return entry switch
        {
            _ when !loss.DomainOf(0).IsReal => new(0, 1, [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1], [0.3, 0.2], targets, [[0.7, 0.2, 0.1], [0.3, 0.4, 0.3]], targetRows),
            { Link: PredictionLink.Identity } => new(-5, 0, [-5, -3, -2, -1, -0.5, -0.1, 0], [-1, -2], targets, [[-0.3, -1.9, -2.2], [-1.2, -0.8, -1.4]], targetRows),
            { Link: PredictionLink.Softmax or PredictionLink.Logit } => new(-6, 6, [-6, -2, -1, 0, 1, 2, 6], [0, -1], targets, [[2, 0.5, -1], [0, 1, 0.3]], targetRows),
            _ => new(-3, 3, [-3, -2, -1, 0, 0.5, 1, 2], [0, -1], targets, [[2, 0.5, -1], [0, 1, 0.3]], targetRows),
        };
    }

    /// <summary>The target row: the target of the first class, and the rest of a one-hot row on the second; scores where targets are scores.</summary>
    public double[] TargetAt(double first) => Targets.Length == 1 ? [first, 1, -1] : [first, 1 - first, 0];
}
