namespace Minima.Tabular;

/// <summary>The tasks by the words of <c>--task</c> and JSON, and by the catalogue's flags.</summary>
public static class PredictionTasks
{
    /// <summary>The words of --task, in the order of the help.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<PredictionTask>().Where(task => !NeedsColumn(task)).Select(Word)];

    /// <summary>The word of a task.</summary>
    public static string Word(PredictionTask task) => task switch
    {
        PredictionTask.Count => "count",
        PredictionTask.Positive => "positive",
        PredictionTask.Binary => "binary",
        PredictionTask.MultiClass => "multiclass",
        PredictionTask.Ordinal => "ordinal",
        PredictionTask.MultiLabel => "multilabel",
        PredictionTask.Survival => "survival",
        PredictionTask.Ranking => "ranking",
        PredictionTask.Vector => "vector",
        PredictionTask.Composition => "composition",
        PredictionTask.Boxes => "boxes",
        _ => "regression",
    };

    /// <summary>The task of a word, or null.</summary>
    public static PredictionTask? Find(string word)
    {
        foreach (var task in Enum.GetValues<PredictionTask>())
        {
            if (!NeedsColumn(task) && string.Equals(Word(task), word, StringComparison.OrdinalIgnoreCase)) return task;
        }

        return null;
    }

    /// <summary>The flag of the catalogue for the default.</summary>
    internal static LossTask Flag(PredictionTask task) => task switch
    {
        PredictionTask.Count => LossTask.Count,
        PredictionTask.Positive => LossTask.Positive,
        PredictionTask.Binary => LossTask.Binary,
        PredictionTask.MultiClass => LossTask.MultiClass,
        PredictionTask.Ordinal => LossTask.Ordinal,
        PredictionTask.MultiLabel => LossTask.MultiLabel,
        PredictionTask.Survival => LossTask.Survival,
        PredictionTask.Ranking => LossTask.Ranking,
        PredictionTask.Composition => LossTask.Composition,
        _ => LossTask.Regression,
    };

    /// <summary>The loss of the catalogue with which others are compared.</summary>
    internal static LossEntry Default(PredictionTask task) => Catalogue.All.FirstOrDefault(entry => entry.DefaultFor.HasFlag(Flag(task)))
        ?? throw new InvalidOperationException($"the catalogue has no default loss for {Word(task)}");

    /// <summary>Checks if a column besides the target determines the task, which then has no word.</summary>
    internal static bool NeedsColumn(PredictionTask task) => task is PredictionTask.Survival or PredictionTask.Ranking;

    /// <summary>Checks if several columns are predicted.</summary>
    public static bool HasSeveralTargets(PredictionTask task) => task is PredictionTask.MultiLabel or PredictionTask.Vector or PredictionTask.Composition or PredictionTask.Boxes;

    /// <summary>Checks if the target is predicted as a number in its own units.</summary>
    public static bool IsNumeric(PredictionTask task) => task is PredictionTask.Regression or PredictionTask.Count or PredictionTask.Positive;
}
