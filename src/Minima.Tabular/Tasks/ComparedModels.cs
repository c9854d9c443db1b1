namespace Minima.Tabular;

/// <summary>A kind of model that a comparison trains with each loss.</summary>
public enum ComparedModel
{
    /// <summary>A linear model at the optimum of the loss.</summary>
    Linear,

    /// <summary>A small network.</summary>
    Network,

    /// <summary>Boosted trees.</summary>
    Trees,
}

/// <summary>The words of <c>--model</c>.</summary>
public static class ComparedModels
{
    // In the order of the enumeration.
    private static readonly string[] Known = ["linear", "mlp", "trees"];

    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> Words => Known;

    /// <summary>The word of a model.</summary>
    public static string Word(ComparedModel model) => Known[(int)model];

    /// <summary>Models by their words, separated by commas; null if a word is unknown or repeated.</summary>
    public static IReadOnlyList<ComparedModel>? Parse(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        ComparedModel?[] found = [.. words.Split(',', StringSplitOptions.TrimEntries).Select(Find)];
        return found.Contains(null) || found.Distinct().Count() < found.Length ? null : [.. found.OfType<ComparedModel>()];
    }

    /// <summary>The model of a word, or null.</summary>
    public static ComparedModel? Find(string word) => Enum.GetValues<ComparedModel>().Cast<ComparedModel?>().FirstOrDefault(model => string.Equals(Word(model!.Value), word, StringComparison.OrdinalIgnoreCase));
}
