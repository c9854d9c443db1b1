namespace Minima.Tabular;

/// <summary>
/// A small comparison of the losses that may be recommended, run like <c>minima compare</c>. It uses a sample of the rows in which no
/// class is too rare for the folds, and the metric that judges the requested functional.
/// </summary>
internal static class AdviceTrial
{
    /// <summary>Fewer rows cannot tell losses apart.</summary>
    public const int FewestRows = 60;

    /// <summary>The most rows times columns (times classes) that a quick trial takes.</summary>
    private const int MostCells = 30_000;

    private const int MostRows = 2000;
    private const int LeastOfMostRows = 400;

    /// <summary>A distribution has a model for each of its parameters.</summary>
    private const int MostRowsOfDistributions = 600;
    private const int MostColumns = 40;
    private const int Folds = 5;

    /// <summary>One depth shows if trees help; a comparison on all rows finds the best depth.</summary>
    private static readonly int[] QuickDepths = [4];

    /// <summary>The losses with their scores, or null if there are too few rows or columns for a verdict.</summary>
    /// <param name="context">The data and the request.</param>
    /// <param name="requests">The losses besides the default.</param>
    /// <param name="question">The requested functional and its metric.</param>
    /// <param name="models">The models that are trained with each.</param>
    /// <param name="progress">Receives a report of every training.</param>
    /// <param name="cancellation">Checked before every evaluation.</param>
    public static ComparisonResult? Run(AdviceContext context, IReadOnlyList<LossSpec> requests, Question question, IReadOnlyList<ComparedModel> models, IProgress<ComparisonProgress>? progress, CancellationToken cancellation)
    {
        var target = context.Target;
        var smallest = target.Classes.Count == 0 ? int.MaxValue : target.Codes.GroupBy(code => code).Min(group => group.Count());
        if (context.Data.Rows < FewestRows || smallest < Math.Max(2, OuterFold.InnerFolds)) return null;
        var features = Features(context);
        if (features.Length == 0) return null;
        var data = DataOf(context, features);
        var rows = Math.Clamp(MostCells / (features.Length * Math.Max(1, target.Task is PredictionTask.MultiClass or PredictionTask.Ordinal ? target.Classes.Count : 1)), LeastOfMostRows, question.Wanted.IsOfDistribution ? MostRowsOfDistributions : MostRows);
        var options = new ComparisonOptions
        {
            Folds = Math.Min(Folds, Math.Max(2, smallest - (target.Task == PredictionTask.Binary ? 1 : 0))),
            Repeats = 1,
            Rows = rows,
            Seed = 1,
            Losses = requests,
            Models = models,
            Depths = QuickDepths,
            Metric = question.Metric,
            Wanted = question.Wanted,
            Threads = context.Options.Threads,
        };
        try
        {
            return Comparison.Run(options, data, progress, cancellation);
        }
        catch (DataException)
        {
            // If compare refuses the table, the advice rests on the checks alone and says so.
            return null;
        }
    }

    private static ComparisonData DataOf(AdviceContext context, TableColumn[] features)
    {
        var column = context.Target.Column;
        var used = Enumerable.Range(0, context.Data.Rows).ToArray();
        var target = column.IsNumeric ? TableColumn.OfNumbers(column.Name, column.Numbers) : Texts(column, column.Levels(AdviceTarget.MostClasses)!);
        var (task, targets, asClasses) = ComparisonTargets.Of(context.Data.Name, [target], used, context.Target.Task, context.Target.Positive, [], []);
        return new ComparisonData
        {
            Name = context.Data.Name,
            Columns = features,
            Task = task,
            Targets = targets,
            AsClasses = asClasses,
            Used = used,
            TestFrom = used.Length,
            Lines = context.Data.Lines,
            Notes = [],
        };
    }

    /// <summary>The columns that compare would read, without text columns of many values.</summary>
    private static TableColumn[] Features(AdviceContext context)
    {
        var columns = new List<TableColumn>();
        foreach (var feature in context.Data.Features.Where(f => f.Name != context.Options.CutColumn))
        {
            if (columns.Count == MostColumns) break;
            if (feature.IsNumeric)
            {
                if (feature.Numbers.Distinct().Skip(1).Any()) columns.Add(TableColumn.OfNumbers(feature.Name, feature.Numbers, feature.Missing));
            }
            else if (feature.Levels(AdviceColumn.MostLevels) is { Length: > 1 } levels)
            {
                columns.Add(Texts(feature, levels));
            }
        }

        return [.. columns];
    }

    private static TableColumn Texts(AdviceColumn column, string[] levels) => TableColumn.OfTexts(
        column.Name, [.. column.Cells.Select(cell => Math.Max(-1, Array.BinarySearch(levels, cell, StringComparer.Ordinal)))], levels, column.Missing);
}
