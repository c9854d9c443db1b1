using Minima.Analysis;
using Minima.Pages;

namespace Minima.Cli.Explain;

/// <summary>Two losses on one axis: the residual or the margin if both are functions of it, otherwise the prediction.</summary>
internal sealed class PairCurves
{
    private readonly Func<double[], int, (double[] Values, double[] Slopes)> _at;

    private PairCurves(Func<double[], int, (double[] Values, double[] Slopes)> at) => _at = at;

    public required double From { get; init; }

    public required double To { get; init; }

    /// <summary>Null for rows of classes: the score of the first.</summary>
    public LossCoordinate? Coordinate { get; private init; }

    /// <summary>The target of each curve; empty if the losses depend on the axis alone.</summary>
    public IReadOnlyList<double> Targets { get; private init; } = [];

    /// <summary>Further inputs of each, and their fixed values.</summary>
    public IReadOnlyList<IReadOnlyList<(string Name, double Value)>> Held { get; private init; } = [[], []];

    /// <summary>The scores of the other classes, if there are any.</summary>
    public double? Others { get; private init; }

    /// <summary>Null if one loss is of points and one of rows, or if their rows are of different kinds.</summary>
    public static PairCurves? Of(Loss first, Loss second) =>
        LossAnalysis.CanAnalyse(first) && LossAnalysis.CanAnalyse(second) ? OfPoints(LossAnalysis.Of(first), LossAnalysis.Of(second))
        : RowAnalysis.CanAnalyse(first) && RowAnalysis.CanAnalyse(second) ? OfRows(RowAnalysis.Of(first).Section, RowAnalysis.Of(second).Section)
        : null;

    /// <summary>Values and derivatives of one of the two; NaN outside its domain.</summary>
    public (double[] Values, double[] Slopes) At(int loss, int count) => _at(PictureAxis.Spaced(From, To, count), loss);

    private static PairCurves OfPoints(LossAnalysis first, LossAnalysis second)
    {
        Curves[] curves = [new(first), new(second)];
        var same = curves[0].Coordinate == curves[1].Coordinate;
        double[] targets = [curves[0].Targets[0], curves[1].Targets[0]];
        if (!same || curves[0].Coordinate == LossCoordinate.Prediction)
        {
            // One target for both if both accept it. A function of the residual uses the other's target, because it is the same at all targets.
            var lead = curves[0].Coordinate == LossCoordinate.Residual ? 1 : 0;
            targets[1 - lead] = curves[1 - lead].Takes(targets[lead]) ? targets[lead] : targets[1 - lead];
        }

        var spans = curves.Select((c, i) => Span(c, targets[i])).ToArray();
        var from = spans.Min(s => s.From);
        var to = spans.Max(s => s.To);
        foreach (var curve in curves.Where(c => c.IsBounded))
        {
            // A loss of probabilities has no values outside this range, and the other's range must not compress its curve.
            (from, to) = (curve.From, curve.To);
        }

        return new PairCurves((x, i) => curves[i].At(targets[i], x))
        {
            From = from,
            To = to,
            Coordinate = same ? curves[0].Coordinate : LossCoordinate.Prediction,
            Targets = same && curves[0].Coordinate != LossCoordinate.Prediction ? [] : targets,
            Held = [.. curves.Select(c => c.Held.ToArray())],
        };
    }

    private static (double From, double To) Span(Curves curves, double target)
    {
        var shift = curves.Coordinate == LossCoordinate.Residual ? target : 0;
        return (curves.From + shift, curves.To + shift);
    }

    private static PairCurves? OfRows(RowSection first, RowSection second)
    {
        RowSection[] sections = [first, second];
        return first.Others.SequenceEqual(second.Others) && first.Targets.SequenceEqual(second.Targets)
            ? new PairCurves((x, i) => OfRow(sections[i], x))
            {
                From = Math.Max(first.From, second.From),
                To = Math.Min(first.To, second.To),
                Others = first.Others.Count == 0 ? null : first.Others[0],
                Targets = [.. sections.Select(s => s.Targets[0])],
            }
            : null;
    }

    private static (double[] Values, double[] Slopes) OfRow(RowSection section, double[] x)
    {
        var samples = section.At(x, section.Targets[0]);
        return (samples.Values, samples.Slopes);
    }
}
