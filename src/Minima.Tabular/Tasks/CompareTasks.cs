namespace Minima.Tabular;

/// <summary>The tasks by the words of <c>--task</c> and JSON, and by the catalogue's flags.</summary>
internal static class CompareTasks
{
    /// <summary>The words of --task, in the order in which help lists them.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<CompareTask>().Select(Word)];

    public static string Word(CompareTask task) => task switch
    {
        CompareTask.Count => "count",
        CompareTask.Positive => "positive",
        CompareTask.Binary => "binary",
        CompareTask.MultiClass => "multiclass",
        CompareTask.Ordinal => "ordinal",
        CompareTask.MultiLabel => "multilabel",
        _ => "regression",
    };

    /// <summary>The task of a word, or null.</summary>
    public static CompareTask? Find(string word)
    {
        foreach (var task in Enum.GetValues<CompareTask>())
        {
            if (string.Equals(Word(task), word, StringComparison.OrdinalIgnoreCase)) return task;
        }

        return null;
    }

    /// <summary>The flag by which the catalogue names the default.</summary>
    public static LossTask Flag(CompareTask task) => task switch
    {
        CompareTask.Count => LossTask.Count,
        CompareTask.Positive => LossTask.Positive,
        CompareTask.Binary => LossTask.Binary,
        CompareTask.MultiClass => LossTask.MultiClass,
        CompareTask.Ordinal => LossTask.Ordinal,
        CompareTask.MultiLabel => LossTask.MultiLabel,
        _ => LossTask.Regression,
    };

    /// <summary>The loss of the catalogue that others are compared with.</summary>
    public static LossEntry Default(CompareTask task) => Catalogue.All.FirstOrDefault(entry => entry.DefaultFor.HasFlag(Flag(task)))
        ?? throw new InvalidOperationException($"the catalogue has no default loss for {Word(task)}");

    /// <summary>The target is predicted as a number in its own units.</summary>
    public static bool IsNumeric(CompareTask task) => task is CompareTask.Regression or CompareTask.Count or CompareTask.Positive;
}
