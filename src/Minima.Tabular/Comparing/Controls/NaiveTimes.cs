using Minima.Reals;

namespace Minima.Tabular;

/// <summary>The controls that treat times until an event as plain numbers: with the squared error, once on all rows as if every row had the event, once on rows with an event.</summary>
internal static class NaiveTimes
{
    public static IReadOnlyList<Localized> Names { get; } =
    [
        new("squared error, event ignored", "平方误差（忽略事件列）"),
        new("squared error, events only", "平方误差（只用发生事件的行）"),
    ];

    /// <summary>The predictions of each for the test rows of a fold.</summary>
    public static IReadOnlyList<Predictions> Of(ComparisonData data, OuterSplit split, CancellationToken cancellation)
    {
        var events = data.Facts!.Events!;
        return [Of(data, split, _ => true, cancellation), Of(data, split, row => events[row] == 1, cancellation)];
    }

    private static Predictions Of(ComparisonData data, OuterSplit split, Predicate<int> counts, CancellationToken cancellation)
    {
        var (target, facts) = (data.Targets[0], data.Facts!);
        int[] Counted(int[] rows) => Array.FindAll(rows, counts);
        var rows = split with { Fold = new(Counted(split.Fold.Train), split.Fold.Test), Inner = [.. split.Inner.Select(inner => new Fold(Counted(inner.Train), Counted(inner.Test)))], Sample = [] };
        var (fold, predicted) = NaiveResiduals.Square(data, rows, cancellation);
        var grid = SurvivalGrid.Of(Array.ConvertAll(split.Fold.Train, row => target.Values[row]), facts.EventsOf(split.Fold.Train));
        double[] curves = [.. predicted.Score.SelectMany(mean => grid.Times.Select(time => 1 - Math.Exp(SpecialFunctions.LogNdtr((time - mean) / fold.Scale))))];
        return Predictions.OfTimes(predicted.Target, Array.ConvertAll(predicted.Score, mean => -mean), new(facts.EventsOf(split.Fold.Test), grid, curves));
    }
}
