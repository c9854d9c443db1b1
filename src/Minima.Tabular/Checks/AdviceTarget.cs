using System.Globalization;

namespace Minima.Tabular;

/// <summary>The target as the checks see it: numbers, or codes of classes, and its task.</summary>
internal sealed class AdviceTarget
{
    /// <summary>Texts with more different values than this are no classes.</summary>
    public const int MostClasses = 100;

    /// <summary>The most grades.</summary>
    public const int MostGrades = 10;

    private const int MostValues = 20;

    private AdviceTarget(AdviceColumn column, PredictionTask task, Localized why, string? positive = null)
    {
        Positive = positive;
        Column = column;
        Task = task;
        Why = why;
        IsClass = task is PredictionTask.Binary or PredictionTask.MultiClass;
        if (!IsClass && task != PredictionTask.Ordinal)
        {
            return;
        }

        // Numbers in ascending order, texts in alphabetical order, as in a comparison.
        Classes = column.IsNumeric
            ? [.. column.Numbers.Distinct().Order().Select(x => x.ToString(CultureInfo.InvariantCulture))]
            : column.Levels(MostClasses)!;
        if (positive is not null) Classes = [.. Classes.OrderBy(c => c == positive)];
        var places = Classes.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i, StringComparer.Ordinal);
        Codes = column.IsNumeric
            ? [.. column.Numbers.Select(x => places[x.ToString(CultureInfo.InvariantCulture)])]
            : [.. column.Cells.Select(c => places[c])];
    }

    public AdviceColumn Column { get; }

    /// <summary>The predicted class of two, or null for the later one.</summary>
    public string? Positive { get; }

    public PredictionTask Task { get; }

    /// <summary>The reason for the task.</summary>
    public Localized Why { get; }

    /// <summary>The target is one of two classes, or of several without an order.</summary>
    public bool IsClass { get; }

    public IReadOnlyList<string> Classes { get; } = [];

    public int[] Codes { get; } = [];

    /// <summary>The target as numbers: class codes for classes.</summary>
    public double[] Values => field ??= IsClass ? [.. Codes.Select(c => (double)c)] : Column.Numbers;

    /// <summary>The classes are whole numbers without a gap, as grades are.</summary>
    public bool MayBeOrdered => Column.IsNumeric && Classes.Count is >= 3 and <= MostGrades
        && double.Parse(Classes[0], CultureInfo.InvariantCulture) is 0 or 1
        && Classes.Select((c, i) => double.Parse(c, CultureInfo.InvariantCulture) - i).Distinct().Count() == 1;

    /// <summary>The target of a column, decided by the options or by its values.</summary>
    /// <exception cref="DataException">Nothing can be learned from it.</exception>
    public static AdviceTarget Of(AdviceColumn column, AdviceOptions options, string file)
    {
        var who = $"{file}, target {DataException.Quote(column.Name)}";
        if (!column.IsNumeric)
        {
            return OfTexts(column, options, who);
        }

        for (var i = 0; i < column.Numbers.Length; i++)
        {
            if (double.IsNaN(column.Numbers[i]))
            {
                throw DataException.Create(who, $"{DataException.Quote(column.Cells[i])} is not a number, and nearly all others are", "numbers, or classes, are expected", CsvReader.Words.MissingOf(column.Cells[i]) is { } mark ? $"Correct the value, or read it as missing with {mark}." : "Correct the value, or remove the row.");
            }
        }

        var distinct = column.Numbers.Distinct().Count();
        if (distinct == 1)
        {
            throw DataException.Create(who, $"it is {NumberFormat.Short(column.Numbers[0])} in every row", "a target that varies is expected", "Name another column with --target.");
        }

        return options.Wanted?.Functional switch
        {
            WantedFunctional.Mean or WantedFunctional.Median or WantedFunctional.Quantile or WantedFunctional.Quantiles or WantedFunctional.Interval or WantedFunctional.Distribution => OfNumbers(column, asNumber: true, options.RelativeErrors),
            WantedFunctional.Class or WantedFunctional.Probability when distinct <= MostClasses => new(column, distinct == 2 ? PredictionTask.Binary : PredictionTask.MultiClass, new("classes are wanted", "需要的是类别")),
            WantedFunctional.Class or WantedFunctional.Probability => throw DataException.Create(who, $"it has {distinct} different values", $"at most {MostClasses} classes are expected", "Ask for a mean, a median or a quantile."),
            WantedFunctional.Order when distinct <= MostValues => new(column, PredictionTask.Ordinal, new("an order is wanted", "需要的是顺序")),
            WantedFunctional.Order => throw DataException.Create(who, $"it has {distinct} different values", $"an order of at most {MostValues} steps is expected", "Ask for a mean, a median or a quantile."),
            _ => OfNumbers(column, asNumber: false, options.RelativeErrors),
        };
    }

    /// <summary>The same column for another task.</summary>
    public AdviceTarget As(PredictionTask task, Localized why) => new(Column, task, why, Positive);

    /// <summary>The same column with the task and the positive class of the options of its table.</summary>
    /// <exception cref="DataException">Its values do not fit the task, or it has no such class.</exception>
    public AdviceTarget Asked(TableOptions options, string file)
    {
        var who = $"{file}, target {DataException.Quote(Column.Name)}";
        var task = options.Task ?? Task;
        if (task != Task && !(task == PredictionTask.Regression && PredictionTasks.IsNumeric(Task)))
        {
            throw DataException.Create(
                who, $"its values and the quantity to predict make the task {PredictionTasks.Word(Task)}", $"the options name the task {PredictionTasks.Word(task)}", "Leave the task out, or ask for another quantity.");
        }

        if (options.PositiveClass is { } positive && !(task == PredictionTask.Binary && Classes.Contains(positive, StringComparer.Ordinal)))
            throw DataException.Create(who, $"it has no class {DataException.Quote(positive)} of two", "one of its two classes is expected", "Leave the positive class out.");
        return task == Task && options.PositiveClass is null ? this : new(Column, task, Why, options.PositiveClass);
    }

    private static AdviceTarget OfTexts(AdviceColumn column, AdviceOptions options, string who)
    {
        if (column.Levels(MostClasses) is not { } levels)
        {
            throw DataException.Create(who, $"it holds more than {MostClasses} different texts", "numbers, or classes, are expected", "Name another column with --target.");
        }

        if (levels.Length < 2)
        {
            throw DataException.Create(who, $"every row is {DataException.Quote(levels[0])}", "rows of two classes are expected", "Name another column with --target.");
        }

        return options.Wanted is { IsOfDistribution: true } or { Functional: WantedFunctional.Mean or WantedFunctional.Median or WantedFunctional.Quantile or WantedFunctional.Order }
            ? throw DataException.Create(who, $"it holds texts ({DataException.List(levels)})", "numbers are expected for a mean, a median, a quantile, a distribution or an order", "Write the classes as numbers in their order, or ask for a probability.")
            : new(column, levels.Length == 2 ? PredictionTask.Binary : PredictionTask.MultiClass, new($"it has {levels.Length} different texts", $"它有 {levels.Length} 种不同的文本"));
    }

    /// <summary>The task that a comparison would infer as well, and the statistic that decided it.</summary>
    private static AdviceTarget OfNumbers(AdviceColumn column, bool asNumber, bool relative)
    {
        var choice = TaskFinder.OfNumbers(column.Name, column.Numbers);
        if (relative && Array.TrueForAll(column.Numbers, y => y > 0)) return new(column, PredictionTask.Positive, new("errors count in per cent, and it is above 0 everywhere", "误差按百分比计，且它处处大于 0"));
        var task = asNumber && !PredictionTasks.IsNumeric(choice.Task) ? PredictionTask.Regression : choice.Task;
        return new(column, task, task == choice.Task ? choice.Why : new("a number is wanted", "需要的是数"));
    }
}
