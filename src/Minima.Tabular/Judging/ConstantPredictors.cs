using System.Globalization;

namespace Minima.Tabular;

/// <summary>The controls that use no feature: a loss that does not beat them has taught the model nothing.</summary>
internal static class ConstantPredictors
{
    private static readonly Localized MeanName = new("constant (mean)", "常数（均值）");
    private static readonly Localized MedianName = new("constant (median)", "常数（中位数）");

    /// <summary>The name of the constant that is the functional; null for classes and grades, for which the metric decides.</summary>
    public static Localized? NameOf(Wanted wanted) => wanted.Functional switch
    {
        WantedFunctional.Mean => MeanName,
        WantedFunctional.Median => MedianName,
        WantedFunctional.Quantile => new Localized(
            string.Create(CultureInfo.InvariantCulture, $"constant ({wanted.Level} quantile)"), string.Create(CultureInfo.InvariantCulture, $"常数（{wanted.Level} 分位数）")),
        WantedFunctional.LeastCost => new("constant (least cost)", "常数（代价最低）"),
        _ => null,
    };

    /// <summary>Their names for a task and its question.</summary>
    public static IReadOnlyList<Localized> Names(PredictionTask task, Wanted? wanted = null) => task switch
    {
        PredictionTask.Binary => [new("constant (base rate)", "常数（类别占比）")],
        PredictionTask.MultiClass => [new("constant (class frequencies)", "常数（各类占比）")],
        PredictionTask.MultiLabel => [new("constant (base rates)", "常数（各标签占比）")],
        PredictionTask.Survival => [new("constant (one curve for all)", "常数（共同的生存曲线）")],
        PredictionTask.Ranking => [new("constant (no order)", "常数（不排序）")],
        PredictionTask.Composition => [new("constant (mean parts)", "常数（平均构成）")],
        PredictionTask.Vector or PredictionTask.Boxes => [new("constant (means)", "常数（各列均值）"), new("constant (medians)", "常数（各列中位数）")],
        PredictionTask.Ordinal => [MedianName, new("constant (class frequencies)", "常数（各类占比）")],
        _ when wanted?.IsOfDistribution == true => [new("constant (empirical distribution)", "常数（经验分布）")],
        _ => wanted?.Functional is WantedFunctional.Quantile or WantedFunctional.LeastCost ? [MeanName, MedianName, NameOf(wanted)!.Value] : [MeanName, MedianName],
    };

    /// <summary>The predictions of each constant for the test rows of a fold, in the order of <see cref="Names"/>.</summary>
    public static IReadOnlyList<Predictions> Of(ComparisonData data, Fold fold, Wanted? wanted = null)
    {
        var target = data.Targets[0].Values;
        switch (data.Task.Task)
        {
            case PredictionTask.Binary:
                return [Rate(target, fold)];
            case PredictionTask.Survival:
                return [OneCurve(data.Facts!, target, fold)];
            case PredictionTask.Ranking:
                return [Predictions.OfLists(Pick(target, fold.Test), new double[fold.Test.Length], data.Facts!.QueriesOf(fold.Test))];
            case PredictionTask.MultiLabel:
                return [Predictions.OfLabels([.. data.Targets.Select(label => Rate(label.Values, fold))])];
            case PredictionTask.Composition:
                return [Filled(data.Targets, fold, values => values.Average())];
            case PredictionTask.Vector or PredictionTask.Boxes:
                return [Filled(data.Targets, fold, values => values.Average()), Filled(data.Targets, fold, values => RobustScale.Median(values))];
            case PredictionTask.MultiClass:
                return [Frequencies(data.Targets[0], fold)];
            case PredictionTask.Ordinal:
                var classes = data.AsClasses!;
                var middle = RobustScale.Median(Pick(target, fold.Train));
                return
                [
                    Predictions.OfGrades(Pick(classes.Values, fold.Test), Grades(data), Filled(fold, middle)),
                    Frequencies(classes, fold),
                ];
            default:
                var train = Pick(target, fold.Train);
                var test = Pick(target, fold.Test);
                if (wanted?.IsOfDistribution == true) return [Empirical(train, test, wanted)];
                var constants = new List<double> { train.Average(), RobustScale.Median(train) };
                if (wanted?.Functional == WantedFunctional.Quantile) constants.Add(RobustScale.Quantile(train, wanted.Level));
                if (wanted?.Cost is { } cost) constants.Add(new LeastCost(cost.Metric, train, fold.Train).Value);
                return [.. constants.Select(constant => Predictions.OfNumbers(test, Filled(fold, constant)))];
        }
    }

    /// <summary>The distribution of the training targets, the same for every row.</summary>
    private static Predictions Empirical(double[] train, double[] test, Wanted wanted)
    {
        var same = new StepDistribution(new(train));
        var (scores, median) = ForecastScores.Of(wanted.ScoredLevels, test, _ => same, CancellationToken.None);
        return Predictions.OfDistributions(test, median, scores);
    }

    /// <summary>The grades of an ordinal target as numbers.</summary>
    public static double[] Grades(ComparisonData data)
    {
        var grades = new double[data.AsClasses!.Classes.Count];
        foreach (var row in data.Used) grades[(int)data.AsClasses.Values[row]] = data.Targets[0].Values[row];
        return grades;
    }

    /// <summary>The proportion of class 1; a constant may predict the rare class for every row if that is best for F1.</summary>
    private static Predictions Rate(double[] target, Fold fold)
    {
        var train = Pick(target, fold.Train);
        var rate = train.Average();
        var same = Array.ConvertAll(train, _ => rate);
        return Predictions.OfProbabilities(Pick(target, fold.Test), Filled(fold, rate)).With(RankedScores.Of([Predictions.OfProbabilities(train, same)]));
    }

    private static Predictions OneCurve(RowFacts facts, double[] target, Fold fold)
    {
        var (times, events) = (Pick(target, fold.Train), facts.EventsOf(fold.Train));
        return OneCurve(StepCurve.OfEvents(times, events), SurvivalGrid.Of(times, events), Pick(target, fold.Test), facts.EventsOf(fold.Test));
    }

    /// <summary>The same curve for all rows.</summary>
    /// <param name="curve">The Kaplan-Meier curve of known rows.</param>
    /// <param name="grid">The times at which curves are compared.</param>
    /// <param name="times">The times of the rows.</param>
    /// <param name="events">Their events.</param>
    public static Predictions OneCurve(StepCurve curve, SurvivalGrid grid, double[] times, double[] events)
    {
        double[] survived = [.. grid.Times.Select(curve.At)];
        return Predictions.OfTimes(times, new double[times.Length], new(events, grid, [.. times.SelectMany(_ => survived)]));
    }

    /// <summary>The probability of each class: its proportion among the training rows.</summary>
    private static Predictions Frequencies(TargetColumn target, Fold fold)
    {
        var classes = target.Classes.Count;
        var shares = new double[classes];
        foreach (var row in fold.Train) shares[(int)target.Values[row]] += 1.0 / fold.Train.Length;
        var same = new double[fold.Test.Length * classes];
        for (var i = 0; i < fold.Test.Length; i++) shares.CopyTo(same.AsSpan(i * classes));
        return Predictions.OfClasses(Pick(target.Values, fold.Test), classes, same, same);
    }

    /// <summary>A constant for each of several columns.</summary>
    private static Predictions Filled(IReadOnlyList<TargetColumn> targets, Fold fold, Func<double[], double> constant) => Predictions.OfRows(
        [.. targets.Select(target => Predictions.OfNumbers(Pick(target.Values, fold.Test), Filled(fold, constant(Pick(target.Values, fold.Train)))))]);

    private static double[] Filled(Fold fold, double value)
    {
        var same = new double[fold.Test.Length];
        Array.Fill(same, value);
        return same;
    }

    private static double[] Pick(double[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);
}
